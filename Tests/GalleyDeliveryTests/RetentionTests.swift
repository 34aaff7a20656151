import Foundation
import GalleyPipeline
import Testing

@testable import GalleyDelivery

@Suite("The archive")
struct RetentionTests {
    private static let day: Int64 = 86_400_000_000_000
    /// Noon of 2026-11-25.
    private static let noon: Int64 = 1_795_608_000_000_000_000

    private static func name(_ days: Int64) -> String { Clock.day(noon + days * day) }

    /// A spool with an article on each of these days, counted from 2026-11-25.
    private func spool(_ days: [Int64]) throws -> (SpoolFixture, Spool) {
        let fixture = try SpoolFixture()
        for day in days { try fixture.put("", "archive/\(Self.name(day))/a") }
        return (fixture, try fixture.open())
    }

    private static func days(_ fixture: SpoolFixture) -> [String] {
        let archive = fixture.spoolPath.appending(path: "archive")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: archive.path)) ?? []
        return names.sorted()
    }

    @Test("counts days both ways", arguments: [0, 59, 60, 365, 11_016, 20_782, 24_837, 47_540] as [Int64])
    func numbers(_ number: Int64) { #expect(Clock.dayNumber(Clock.day(number * Self.day)) == number) }

    @Test("loses its oldest day when it is too old, one a call")
    func prunes() throws {
        let (fixture, spool) = try spool(Array(-33...0))
        for _ in 0..<5 { try spool.pruneArchive(keeping: 30, at: Self.noon) }
        #expect(Self.days(fixture) == (-30...0).map(Self.name))
    }

    @Test(
        "keeps what is young while the clock is ahead, and when it is set back",
        arguments: [5, 40, 365, 3650] as [Int64],
        [1, 24, 47]
    )
    func ahead(_ jump: Int64, hours: Int64) throws {
        let (fixture, spool) = try spool(Array(-30...0))
        for hour in 0...hours {
            let wall = Self.noon + jump * Self.day + hour * 3_600_000_000_000
            _ = try spool.archiveFolder(Clock.day(wall), nil)
            try spool.pruneArchive(keeping: 30, at: wall)
        }
        for _ in 0..<5 { try spool.pruneArchive(keeping: 30, at: Self.noon + 2 * Self.day) }
        // Two days have passed, and it may be one day too many.
        let left = Self.days(fixture)
        #expect((-27...0).allSatisfy { left.contains(Self.name($0)) })
        let future = try spool.futureDays(at: Self.noon + 2 * Self.day).map(\.last.text)
        #expect(future == left.filter { $0 > Self.name(3) })
    }

    @Test("goes by the new time once three days say so")
    func newTime() throws {
        let (fixture, spool) = try spool(Array(-30...0))
        for day in 0...3 as ClosedRange<Int64> {
            for _ in 0..<40 {
                let wall = Self.noon + (3650 + day) * Self.day
                _ = try spool.archiveFolder(Clock.day(wall), nil)
                try spool.pruneArchive(keeping: 30, at: wall)
            }
        }
        #expect(Self.days(fixture) == (3650...3653).map(Self.name))
    }

    @Test("keeps what was archived while the clock was behind as long as what came before it")
    func behind() throws {
        let (fixture, spool) = try spool(Array(-30...0))
        let then = Self.name(-365)
        _ = try spool.archiveFolder(then, nil)
        try fixture.put("", "archive/\(then)/late")
        for day in 0...30 as ClosedRange<Int64> {
            _ = try spool.archiveFolder(Self.name(day), nil)
            for _ in 0..<3 { try spool.pruneArchive(keeping: 30, at: Self.noon + day * Self.day) }
            #expect(fixture.text("archive/\(then)/late") != nil, "gone after \(day) days")
        }
        _ = try spool.archiveFolder(Self.name(31), nil)
        for _ in 0..<3 { try spool.pruneArchive(keeping: 30, at: Self.noon + 31 * Self.day) }
        #expect(Self.days(fixture) == (1...31).map(Self.name))
    }

    @Test("empties by itself though nothing is delivered any more")
    func idle() throws {
        let (fixture, spool) = try spool(Array(-30...0))
        for day in 1...70 as ClosedRange<Int64> {
            for _ in 0..<24 { try spool.pruneArchive(keeping: 30, at: Self.noon + day * Self.day) }
        }
        #expect(!Self.days(fixture).contains { $0 <= Self.name(0) })
    }

    @Test("stays as it is when nothing is due")
    func untouched() throws {
        let (fixture, spool) = try spool([-20])
        try spool.pruneArchive(keeping: 30, at: Self.noon)
        #expect(Self.days(fixture) == [Self.name(-20)])
    }

    @Test("leaves the rest of a day for the next time when it is told to stop")
    func stops() throws {
        let (fixture, spool) = try spool(Array(-33...0))
        for name in ["b", "c"] { try fixture.put("", "archive/\(Self.name(-33))/\(name)") }
        var asked = 0
        try spool.pruneArchive(keeping: 30, at: Self.noon) {
            asked += 1
            return asked < 3
        }
        let left = fixture.files.filter { $0.hasPrefix("archive/\(Self.name(-33))") }
        #expect(left.count == 1)
        try spool.pruneArchive(keeping: 30, at: Self.noon)
        #expect(!Self.days(fixture).contains(Self.name(-33)))
    }
}
