import GalleyPipeline
import GalleyStages
import GalleyText
import Glibc

/// Runs pairs of other tools' tests through the stages that do the same, and counts how many come out as expected.
///
/// A line of the file is `{"id", "input", "expected", "stage", "profile"}`; stage and profile say what the other tool
/// does to the input, and so which of Galley's stages run with which options.
enum CaseRun {
    static func run(_ arguments: [String]) -> Int32 {
        var file: String?
        var limit = 0.0
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--fail-under":
                guard let value = rest.popFirst().flatMap(Double.init), (0...1).contains(value) else {
                    print("--fail-under takes a share from 0 to 1")
                    return 64
                }
                limit = value
            default: file = argument
            }
        }
        let lines = file.map(StageBenchmark.linesOfFile) ?? []
        guard let file, !lines.isEmpty else {
            print("name a file of JSON Lines with input and expected")
            return 66
        }
        var (passed, total): (Int, Int) = (0, 0)
        var skipped: [String: Int] = [:]
        for (number, line) in lines.enumerated() {
            guard let value = try? JSONValue(line.span, in: 0..<line.count), let input = value["input"]?.text,
                let expected = value["expected"]?.text
            else {
                print("\(file):\(number + 1): no object with input and expected")
                return 65
            }
            let kind = value["profile"]?.text ?? value["stage"]?.text ?? ""
            guard let engine = engine(for: kind) else {
                skipped[kind, default: 0] += 1
                continue
            }
            total += 1
            let output = engine.clean(Article(input)).article.text
            if output == expected {
                passed += 1
            } else {
                print("\(value["id"]?.text ?? "line \(number + 1)") (\(kind))")
                print("  input    \(visible(input))\n  expected \(visible(expected))\n  output   \(visible(output))")
            }
        }
        for (kind, count) in skipped.sorted(by: { $0.key < $1.key }) { print("skipped: \(count) of kind '\(kind)'") }
        let share = total == 0 ? 0 : Double(passed) / Double(total)
        print("\(passed) of \(total) pairs (\((share * 1000).rounded() / 10) %)")
        return share >= limit ? 0 : 1
    }

    /// What runs for a kind of pair: stages with their options.
    private static let stages: [String: [(name: String, options: String)]] = {
        let off = ["encoding", "ligatures", "spaces", "line-ends", "controls", "normalize"]
        func only(_ option: String, _ value: String = "true") -> [(String, String)] {
            let others = off.filter { $0 != option }.map { "\($0): false" }
            let choices = ["entities", "widths"].filter { $0 != option }.map { "\($0): never" }
            return [("repair-text", "{ \((others + choices + ["\(option): \(value)"]).joined(separator: ", ")) }")]
        }
        return [
            "quotes-educate": [
                ("normalize-quotes", "style: curly"),
                ("fix-typography", "{ spaces: false, doubled: false, soft-hyphens: false, spelling: false }"),
            ],
            "all + straight quotes": [
                ("repair-text", "{ spaces: false, widths: always }"),
                ("normalize-quotes", "{ style: straight, close: never }"),
            ],
            "encoding only": only("encoding"),
            "entities only": only("entities", "always"),
            "ligatures only": only("ligatures"),
            "widths only": only("widths", "always"),
            "line ends only": only("line-ends"),
            "controls only": only("controls"),
        ]
    }()

    private static func engine(for kind: String) -> Engine? {
        guard let wanted = stages[kind] else { return nil }
        var reader = PipelineResources(folder: ".").reader()
        var made: [PipelineStage] = []
        for (name, options) in wanted {
            guard let type = shippedStages.first(where: { $0.card.name == name }) else { return nil }
            let setting = options.isEmpty ? nil : YAML.read(Array(options.utf8)).setting
            made.append(PipelineStage.read(type, options: setting, with: &reader))
        }
        for mistake in reader.mistakes { print("\(kind): \(mistake.message)") }
        return reader.mistakes.isEmpty ? Engine(made) : nil
    }

    /// A text on one line, with its controls and odd spaces as escapes.
    private static func visible(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            let isOdd = scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value) || scalar.value == 0xFEFF
            if isOdd || scalar.properties.generalCategory == .format {
                shown += scalar.escaped(asASCII: true)
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
