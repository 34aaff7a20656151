import GalleyDelivery
import Testing

@testable import GalleyService

@Suite("Totals") struct TotalsTests {
    @Test("lines of JSON Lines that were held back are counted by what became of them, and warnings kept")
    func lines() {
        var totals = Totals()
        let file = Path("a.jsonl")
        totals.add(.leftOut(file, lines: 3, first: "line 1:1: a value is needed here"))
        totals.add(.heldBack(file, setAside: 2, dropped: 1, first: "line 2: too-short"))
        totals.add(.heldBack(file, setAside: 0, dropped: 4, first: "line 1: a copy"))
        totals.add(.delivered(files: 1, bytes: 12))
        #expect(totals.lines == (leftOut: 3, setAside: 2, dropped: 5))
        #expect(totals.notes.count == 2)
    }
}
