import Foundation

/// The built program, run as a process.
enum Program {
    struct Result {
        let code: Int32
        let out: String
        let errors: String
    }

    /// The program lies beside the test bundle.
    static let path = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("galley").path

    /// The folder that holds the sources.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Runs the program to its end.
    static func run(
        _ arguments: String...,
        input: String = "",
        in folder: Folder? = nil,
        environment: [String: String] = [:]
    ) throws -> Result {
        try run(arguments, input: Data(input.utf8), in: folder, environment: environment)
    }

    static func run(
        _ arguments: [String],
        input: Data = Data(),
        in folder: Folder? = nil,
        environment: [String: String] = [:]
    ) throws -> Result {
        let scratch = try Folder()
        try input.write(to: scratch.url("in"))
        for name in ["out", "errors"] { try Data().write(to: scratch.url(name)) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = folder.root }
        // Files, since a pipe that nobody empties would stop the program.
        process.standardInput = try FileHandle(forReadingFrom: scratch.url("in"))
        process.standardOutput = try FileHandle(forWritingTo: scratch.url("out"))
        process.standardError = try FileHandle(forWritingTo: scratch.url("errors"))
        try process.run()
        process.waitUntilExit()
        return Result(
            code: process.terminationStatus,
            out: try scratch.text("out"),
            errors: try scratch.text("errors")
        )
    }

    /// Runs a line of shell, in which `galley` is the program.
    static func shell(_ line: String, in folder: Folder? = nil) throws -> Result {
        let process = Process()
        let scratch = try Folder()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "galley() { '\(path)' \"$@\"; }\n" + line]
        if let folder { process.currentDirectoryURL = folder.root }
        for name in ["out", "errors"] { try Data().write(to: scratch.url(name)) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: scratch.url("out"))
        process.standardError = try FileHandle(forWritingTo: scratch.url("errors"))
        try process.run()
        process.waitUntilExit()
        return Result(
            code: process.terminationStatus,
            out: try scratch.text("out"),
            errors: try scratch.text("errors")
        )
    }
}

/// A folder of a test's own, gone when the test is.
final class Folder {
    let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("galley-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func url(_ name: String) -> URL { root.appendingPathComponent(name) }
    func text(_ name: String) throws -> String { String(decoding: try Data(contentsOf: url(name)), as: UTF8.self) }

    func write(_ text: String, to name: String) throws {
        try FileManager.default.createDirectory(
            at: url(name).deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url(name))
    }

    /// The names in a folder within it, in order.
    func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: url(folder).path)) ?? []).sorted()
    }
}
