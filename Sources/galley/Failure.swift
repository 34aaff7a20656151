internal import GalleyDelivery
internal import GalleyPipeline

/// Why a command ends early.
///
/// The one place that turns an error into an exit code.
enum Failure: Error {
    /// The command line is wrong.
    case usage(String, hint: String? = nil)
    /// The pipeline file is wrong.
    case pipeline(PipelineErrors)
    /// Pipeline files are right, and cannot serve as they are.
    case settings(String)
    /// Another process is at it.
    case busy(String)
    /// No service answers.
    case unreachable(String)
    /// A call to the system failed.
    case system(SystemFailure)
    /// An input is not what it should be.
    case data(String)
    /// An input is wrong at a place that the text begins with, as in `a.json:2:7: …`.
    case place(String)
    /// There is nothing to work on.
    case noInput(String)
    /// Something stands in the way of what would be made.
    case inTheWay(String)
    /// Whoever read standard output went away; there is nobody left to tell.
    case readerGone

    var exitCode: ExitCode {
        switch self {
        case .usage: .usage
        case .pipeline, .settings: .badPipeline
        case .busy: .tryAgain
        case .unreachable: .unreachable
        case .system(let failure): failure.exitCode
        case .data, .place: .badData
        case .noInput: .noInput
        case .inTheWay: .cannotCreate
        case .readerGone: .done
        }
    }

    /// Says whether it concerns one input only, so that the others can still be done.
    var concernsOneInput: Bool {
        switch self {
        case .data, .place, .noInput, .inTheWay: true
        case .system(let failure): failure.attempt == .read
        case .usage, .pipeline, .settings, .busy, .unreachable, .readerGone: false
        }
    }

    /// What to say on standard error, as whole lines; empty for nothing.
    var complaint: String {
        switch self {
        case .usage(let text, let hint): "galley: \(text)\n" + (hint.map { "  \($0)\n" } ?? "")
        case .pipeline(let errors): errors.description
        case .system(let failure): "galley: \(failure.message)\n"
        case .place(let text): "\(text)\n"
        case .data(let text), .noInput(let text), .inTheWay(let text), .settings(let text), .busy(let text),
            .unreachable(let text):
            "galley: \(text)\n"
        case .readerGone: ""
        }
    }
}

extension Failure {
    /// A pipeline that is only a filter is asked to serve.
    static func noSpool(_ pipeline: Pipeline) -> Failure { .settings("\(pipeline.path) names no spool") }
}
