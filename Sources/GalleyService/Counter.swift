internal import Dispatch
internal import GalleyDelivery
internal import Synchronization

/// Counts the files of a spool beside all else that goes on, and not all the time.
final class Counter: Sendable {
    private struct State {
        var census: Census?
        /// Until when it is good enough, in nanoseconds of the monotonic clock.
        var end: Int64 = 0
        var isCounting = false
    }

    private let spool: Path
    private let queue = DispatchQueue(label: "galley.counter")
    private let state = Mutex(State())

    /// For how many nanoseconds a caller waits at most.
    private static let patience: Int64 = 3_000_000_000
    /// For how many a count is good enough at most.
    private static let longest: Int64 = 30_000_000_000

    init(_ spool: Path) { self.spool = spool }

    /// The files by place; where there are so many that it takes seconds, as they were a moment ago, or `nil`.
    func census(subfolders: Bool) async -> Census? {
        let start = Clock.monotonic
        let isOld = state.withLock { state in
            guard start >= state.end else { return false }
            guard !state.isCounting else { return true }
            state.isCounting = true
            queue.async { self.count(subfolders) }
            return true
        }
        var pause = Duration.microseconds(500)
        while isOld, state.withLock({ $0.isCounting }), Clock.monotonic < start + Self.patience {
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(100))
        }
        return state.withLock { $0.census }
    }

    /// Counts, and says how long that is good enough: a tenth of the time at most goes into counting.
    private func count(_ subfolders: Bool) {
        let start = Clock.monotonic
        let census = try? Census(of: spool, subfolders: subfolders)
        let now = Clock.monotonic
        let end = now + min(9 * (now - start), Self.longest)
        state.withLock { $0 = State(census: census, end: end) }
    }
}
