import Foundation
import Synchronization

/// The built programs, run as processes.
enum Program {
    /// How one ended.
    struct Result {
        /// Its exit code, or 128 and the signal that ended it.
        let code: Int32
        /// What it said on standard error.
        let errors: String
    }

    /// The programs lie beside the test bundle.
    private static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    static let galley = folder.appendingPathComponent("galley").path
    private static let faults = folder.appendingPathComponent("galley-faults").path
    /// What loads the library of Tests/Preload into a program.
    static let preload = "LD_PRELOAD=" + folder.appendingPathComponent("libgalley-preload.so").path

    /// Why system calls cannot be made to fail here; `nil` if they can.
    static let noFaults: String? = {
        switch run(faults, ["--list", "/dev/null", "/bin/true"]).code {
        case 0: nil
        case 69: "system calls cannot be traced on this machine"
        case let code: "galley-faults ended with \(code)"
        }
    }()

    /// What is done to a run of `galley`.
    struct Fault: Sendable, CustomStringConvertible {
        /// The number of the call, from 1; 0 for none.
        var call = 0
        /// The error of the call; `nil` ends the process there.
        var error: Int32?
        /// How many calls in a row have it.
        var count = 1
        /// Nothing is written to the disk when it says so.
        var lies = false
        /// A file for the list of all calls.
        var list: String?
        /// Only calls of this name count.
        var name: String?
        /// Only calls on files with this in their path count.
        var part: String?

        var description: String {
            let what = error.map { String(cString: strerror($0)) + (count > 1 ? " ×\(count)" : "") } ?? "killed"
            return "\(what) at call \(call)"
        }
    }

    /// Runs `galley` with a fault in what it does in some folders.
    static func galley(_ arguments: [String], _ fault: Fault, below folders: [String]) -> Result {
        var options = folders.flatMap { ["--below", $0] } + ["--seconds", "30"]
        if fault.call > 0 { options += ["--at", "\(fault.call)", "--for", "\(fault.count)"] }
        if let error = fault.error { options += ["--error", "\(error)"] }
        if let name = fault.name { options += ["--name", name] }
        if let part = fault.part { options += ["--containing", part] }
        if fault.lies { options.append("--lie") }
        if let list = fault.list { options += ["--list", list] }
        return run(faults, options + [galley] + arguments)
    }

    /// Runs a program to its end.
    @discardableResult
    static func run(_ path: String, _ arguments: [String]) -> Result { Running(path, arguments).wait() }

    /// Runs a line of shell; says whether it went well.
    @discardableResult
    static func shell(_ line: String) -> Bool { run("/bin/bash", ["-c", line]).code == 0 }
}

/// A program at work.
final class Running {
    /// Held while a process is begun, and while a file is written: for a moment a new process has open what the runner
    /// has, and would count as a writer of the file.
    static let gate = Mutex(())

    let process: pid_t
    private let errors: String
    private var status: Int32?

    init(_ path: String, _ arguments: [String], environment: [String] = []) {
        errors = NSTemporaryDirectory() + "galley-errors-\(UUID().uuidString)"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = (["PATH=/usr/sbin:/usr/bin:/sbin:/bin"] + environment).map { strdup($0) } + [nil]
        var process = pid_t(0)
        let code = Self.gate.withLock { _ in posix_spawn(&process, path, &actions, nil, &words, &variables) }
        for word in words + variables { free(word) }
        precondition(code == 0, "cannot run \(path): \(String(cString: strerror(code)))")
        self.process = process
    }

    deinit { if status == nil { end() } }

    /// What it has said on standard error.
    var said: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

    func send(_ signal: Int32) { kill(process, signal) }

    /// Whether it still runs.
    var isRunning: Bool {
        if status != nil { return false }
        var found: Int32 = 0
        guard waitpid(process, &found, WNOHANG) == process else { return true }
        status = found
        return false
    }

    @discardableResult
    func wait() -> Program.Result {
        if status == nil {
            var found: Int32 = 0
            while waitpid(process, &found, 0) < 0 && errno == EINTR {}
            status = found
        }
        defer { unlink(errors) }
        let ended = status ?? 0
        let signal = ended & 0x7F
        return Program.Result(code: signal == 0 ? (ended >> 8) & 0xFF : 128 + signal, errors: said)
    }

    /// Ends it at once.
    func end() {
        send(SIGKILL)
        wait()
    }
}
