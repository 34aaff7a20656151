internal import Glibc

/// A call to the system that failed: what was tried, on which file, and why not.
struct SystemFailure: Error, Equatable {
    enum Attempt: String { case read, write, create, list }

    let attempt: Attempt
    /// The file, in quotes, or what else it was.
    let subject: String
    let code: Int32

    init(_ attempt: Attempt, _ subject: String, _ code: Int32 = errno) {
        (self.attempt, self.subject, self.code) = (attempt, subject, code)
    }

    init(_ attempt: Attempt, _ path: Path, _ code: Int32 = errno) { self.init(attempt, path.quoted, code) }

    /// What happened, as in `cannot read 'a.txt': no such file or directory`.
    var message: String { "cannot \(attempt) \(subject): \(reason)" }

    private var reason: String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        let words = unsafe String(cString: text)
        // "Is a directory", but "I/O error" stays.
        guard let second = words.dropFirst().first, second.isLowercase else { return words }
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    var exitCode: ExitCode {
        switch (code, attempt) {
        case (EACCES, _), (EPERM, _): .noPermission
        case (EMFILE, _), (ENFILE, _), (ENOMEM, _): .system
        case (EIO, _), (ENOSPC, _), (EDQUOT, _): .inputOutput
        case (EAGAIN, _): .tryAgain
        case (_, .read), (_, .list): .noInput
        case (_, .create): .cannotCreate
        case (_, .write): .inputOutput
        }
    }
}
