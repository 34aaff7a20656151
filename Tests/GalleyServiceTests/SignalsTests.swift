import Foundation
import Testing

@testable import GalleyService

@Suite(.timeLimit(.minutes(10))) struct SignalsTests {
    // In a process of its own, since programs started later would inherit what becomes of signals here.
    @Test("each signal is told as what it asks for, and ends nothing")
    func told() async {
        await #expect(processExitsWith: .success) {
            let arrivals = Arrivals<Signals.Signal>()
            let signals = Signals { arrivals.add($0) }
            await signals.start()
            for signal in Signals.Signal.allCases {
                kill(getpid(), signal.number)
                #expect(await arrivals.first { $0 == signal } == signal)
            }
            for _ in 0..<300 { kill(getpid(), SIGHUP) }
            #expect(await arrivals.first { _ in true } == .hangUp)
            await signals.stop()
            for signal in Signals.Signal.allCases { kill(getpid(), signal.number) }
        }
    }
}
