/// Why a command ends early.
///
/// The one place that turns an error into an exit code.
enum Failure: Error {
    /// The command line is wrong.
    case usage(String, hint: String? = nil)
    /// A call to the system failed.
    case system(SystemFailure)
    /// An input is not what it should be.
    case data(String)
    /// There is nothing to work on.
    case noInput(String)
    /// Something stands in the way of what would be made.
    case inTheWay(String)
    /// Whoever read standard output went away; there is nobody left to tell.
    case readerGone

    var exitCode: ExitCode {
        switch self {
        case .usage: .usage
        case .system(let failure): failure.exitCode
        case .data: .badData
        case .noInput: .noInput
        case .inTheWay: .cannotCreate
        case .readerGone: .done
        }
    }

    /// What to say on standard error, after `galley: `; `nil` for nothing.
    var message: String? {
        switch self {
        case .usage(let text, let hint): text + (hint.map { "\n  " + $0 } ?? "")
        case .system(let failure): failure.message
        case .data(let text), .noInput(let text), .inTheWay(let text): text
        case .readerGone: nil
        }
    }
}
