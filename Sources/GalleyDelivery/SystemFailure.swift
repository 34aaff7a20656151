internal import Glibc

/// A call to the system that failed: what was tried, on which file, and why not.
public struct SystemFailure: Error, Equatable, Sendable {
    /// What was tried.
    public enum Attempt: String, Sendable {
        case read, write, create, list, open, move, remove, sync, lock, examine, watch
        case listen = "listen on"
        case connect = "connect to"
    }

    /// What was tried.
    public let attempt: Attempt
    /// The file, in quotes, or what else it was.
    public let subject: String
    /// The error's number.
    public let code: Int32

    /// Tells of a call that has just failed.
    ///
    /// - Parameter code: the error's number; else `errno`.
    public init(_ attempt: Attempt, _ subject: String, _ code: Int32? = nil) {
        (self.attempt, self.code, self.subject) = (attempt, code ?? errno, subject)
    }

    /// Tells of a call on a file that has just failed.
    public init(_ attempt: Attempt, _ path: Path, _ code: Int32? = nil) {
        let code = code ?? errno
        self.init(attempt, path.quoted, code)
    }

    /// What happened, as in `cannot read 'a.txt': no such file or directory`.
    public var message: String { "cannot \(attempt.rawValue) \(subject): \(reason)" }

    /// Why, as the system says it.
    public var reason: String {
        if attempt == .lock, code == EWOULDBLOCK { return "another process holds it" }
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        let words = unsafe String(cString: text)
        // "Is a directory", but "I/O error" stays.
        guard let second = words.dropFirst().first, second.isLowercase else { return words }
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}
