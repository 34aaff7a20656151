import Foundation
import Synchronization
import Testing

/// How much of what could go wrong is tried.
enum Sweep {
    /// `GALLEY_SWEEP=whole` tries every point, `GALLEY_SWEEP=20` twenty times the sample that is tried without it.
    private static let wanted = ProcessInfo.processInfo.environment["GALLEY_SWEEP"]
    static let isWhole = wanted == "whole"
    private static let scale = wanted.flatMap { Int($0) } ?? 1
    /// `GALLEY_SWEEP_OF=mixed` tries only sweeps with this in their titles.
    private static let part = ProcessInfo.processInfo.environment["GALLEY_SWEEP_OF"]

    /// `GALLEY_SWEEP_AT=quarantine` tries only calls with this in their names or paths.
    private static let place = ProcessInfo.processInfo.environment["GALLEY_SWEEP_AT"]

    /// Whether a call, as `NUMBER NAME PATH`, is one to try.
    static func isWanted(_ call: String) -> Bool { place.map { call.range(of: $0) != nil } ?? true }

    /// All of them, or about so many, spread evenly.
    static func some<Element>(_ all: [Element], sample: Int) -> [Element] {
        let sample = sample * scale
        guard !isWhole, all.count > sample else { return all }
        // A step that shares no factor with common periods, so that no kind of call is always missed.
        return (0..<sample).map { all[(2 * $0 + 1) * all.count / (2 * sample)] }
    }

    /// Runs `body` for all of them, as many at once as there are processors, and expects no word against any.
    ///
    /// - Parameter body: says what is wrong, if something is.
    static func over<Element: Sendable>(
        _ title: String,
        _ all: [Element],
        _ body: @Sendable (Element) -> String?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        if let part, !title.contains(part) { return }
        if place != nil, all.isEmpty { return }
        let start = ContinuousClock.now
        let state = Mutex((done: 0, faults: [String](), told: start))
        DispatchQueue.concurrentPerform(iterations: all.count) { number in
            let fault = body(all[number]).map { "\(all[number]): \($0)" }
            state.withLock { state in
                state.done += 1
                if let fault { state.faults.append(fault) }
                // Whoever waits for hours wants to see how it goes.
                guard isWhole, fault != nil || ContinuousClock.now - state.told > .seconds(60) else { return }
                state.told = .now
                tell(
                    "\(title): \(state.done) of \(all.count), \(state.faults.count) bad"
                        + (fault.map { "; \($0)" } ?? "")
                )
            }
        }
        let found = state.withLock(\.faults)
        let seconds = (ContinuousClock.now - start).components.seconds
        tell("\(title): \(all.count) points, \(found.count) bad, \(seconds) s")
        #expect(!all.isEmpty, "nothing was tried", sourceLocation: sourceLocation)
        #expect(
            found.isEmpty,
            "\(found.prefix(20).joined(separator: "\n"))",
            sourceLocation: sourceLocation
        )
    }

    /// Prints a line at once, also into a file.
    private static func tell(_ line: String) {
        print(line)
        fflush(nil)
    }
}
