import Foundation
import Synchronization
import Testing

/// How much of what could go wrong is tried.
enum Sweep: String, CaseIterable {
    case killed
    case killedTwice = "killed twice"
    case failingCalls = "failing calls"
    case powerLoss = "power loss"

    /// The newsrooms in which it is tried.
    var kinds: [Newsroom.Kind] {
        switch self {
        case .killed: Newsroom.Kind.allCases
        case .killedTwice, .failingCalls: [.plain, .mixed, .again]
        case .powerLoss: [.plain, .together, .mixed, .again]
        }
    }

    private func title(_ kind: Newsroom.Kind) -> String { "\(rawValue), \(kind.rawValue)" }

    /// `GALLEY_SWEEP=whole` tries every point, `GALLEY_SWEEP=20` twenty times the sample that is tried without it.
    private static let wanted = ProcessInfo.processInfo.environment["GALLEY_SWEEP"]
    static let isWhole = wanted == "whole"
    private static let scale = wanted.flatMap { Int($0) } ?? 1
    /// `GALLEY_SWEEP_OF=killed` tries only sweeps with this in their titles, such as `killed twice, some to be set aside`.
    private static let part = ProcessInfo.processInfo.environment["GALLEY_SWEEP_OF"]
    private static let titles = allCases.flatMap { sweep in sweep.kinds.map { sweep.title($0) } }
    private static let hasPart = part.map { part in titles.contains { $0.contains(part) } } ?? true

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
    func over<Element: Sendable>(
        _ kind: Newsroom.Kind,
        _ all: [Element],
        _ body: @Sendable (Element) -> String?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let title = title(kind)
        #expect(Self.hasPart, "no sweep has this in its title: GALLEY_SWEEP_OF", sourceLocation: sourceLocation)
        if let part = Self.part, !title.contains(part) { return }
        if Self.place != nil, all.isEmpty { return }
        let start = ContinuousClock.now
        let state = Mutex((done: 0, faults: [String](), told: start))
        DispatchQueue.concurrentPerform(iterations: all.count) { number in
            let fault = body(all[number]).map { "\(all[number]): \($0)" }
            state.withLock { state in
                state.done += 1
                if let fault { state.faults.append(fault) }
                // Whoever waits for hours wants to see how it goes.
                guard Self.isWhole, fault != nil || ContinuousClock.now - state.told > .seconds(60) else { return }
                state.told = .now
                Self.tell(
                    "\(title): \(state.done) of \(all.count), \(state.faults.count) bad"
                        + (fault.map { "; \($0)" } ?? "")
                )
            }
        }
        let found = state.withLock(\.faults)
        let seconds = (ContinuousClock.now - start).components.seconds
        Self.tell("\(title): \(all.count) points, \(found.count) bad, \(seconds) s")
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
