/// What the program says when it ends, after sysexits.h where that has a code.
enum ExitCode: Int32 {
    case done = 0
    /// Done, but something failed: a test, a set-aside or unreadable file among others.
    case partly = 1
    case usage = 64
    /// Bad data, and nothing at all was done.
    case badData = 65
    /// No such input, and nothing at all was done.
    case noInput = 66
    case unreachable = 69
    /// A fault in Galley itself.
    case bug = 70
    case system = 71
    case cannotCreate = 73
    case inputOutput = 74
    case tryAgain = 75
    case noPermission = 77
    case badPipeline = 78
}
