/// How the inputs of a command fared, one by one.
struct Tally {
    /// How many were done, well or with something to say about them.
    var done = 0
    /// Whether something was said about any of them: a set-aside article, a line left out.
    var hasTrouble = false
    private var firstFailure: ExitCode?

    /// Does one input.
    ///
    /// A failure that concerns it alone is told, and the others go on.
    mutating func attempt(_ console: Console, _ body: (inout Tally) throws(Failure) -> Void) throws(Failure) {
        do throws(Failure) {
            try body(&self)
        } catch {
            guard error.concernsOneInput else { throw error }
            console.tell(error)
            fail(error.exitCode)
        }
    }

    /// Takes a failure that was told already.
    mutating func fail(_ code: ExitCode) { firstFailure = firstFailure ?? code }

    var exitCode: ExitCode {
        guard let firstFailure else { return hasTrouble ? .partly : .done }
        return done > 0 ? .partly : firstFailure
    }
}
