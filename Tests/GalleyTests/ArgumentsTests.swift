import GalleyDelivery
import Testing

@testable import galley

@Suite struct ArgumentsTests {
    private static let command = Command(
        "proof",
        "Reads proofs.",
        operands: Command.Operands("FILE…", 1...),
        options: [
            .value("pipeline", "FILE", short: "p", isRequired: true, "The pipeline file."),
            .value("output", "DIR", short: "o", "The folder."),
            .flag("json", short: "j", "JSON."),
            .flag("quiet", short: "q", "Nothing."),
        ],
        examples: [("galley proof a", "reads a")]
    ) { _, _ in .done }

    private func read(_ line: String) -> String {
        do throws(Failure) {
            let arguments = try Arguments(line.split(separator: " ").map { Array($0.utf8) }, of: Self.command)
            let flags = ["json", "quiet"].filter(arguments.has).joined(separator: ",")
            let operands = arguments.operands.map(\.text).joined(separator: ",")
            return "\(arguments.text("pipeline") ?? "-") \(arguments.text("output") ?? "-") [\(flags)] \(operands)"
        } catch {
            return error.complaint.split(separator: "\n").first.map { String($0.dropFirst("galley: ".count)) } ?? ""
        }
    }

    @Test(
        "options may stand anywhere, in any of their spellings",
        arguments: [
            ("-p x a b", "x - [] a,b"),
            ("a -px b -o y", "x y [] a,b"),
            ("--pipeline=x --output y a", "x y [] a"),
            ("--pipeline x=1 a", "x=1 - [] a"),
            ("-jq -p x a", "x - [json,quiet] a"),
            ("-jqpx a", "x - [json,quiet] a"),
            ("-p x -- -j --quiet", "x - [] -j,--quiet"),
            ("-p x -", "x - [] -"),
            ("-p x -p y a", "y - [] a"),
            ("a", "-p FILE is missing"),
            ("-p x", "FILE… is missing"),
            ("-p", "-p needs a value: FILE"),
            ("-p= a", "= - [] a"),
            ("--pipeline= a", "-p needs a value: FILE"),
            ("-p x a --ouput=b", "no option is named '--ouput'; did you mean '--output'?"),
            ("-p x a -jz", "no option is named '-jz'"),
        ]
    )
    func spellings(_ line: String, _ expected: String) { #expect(read(line) == expected) }
}
