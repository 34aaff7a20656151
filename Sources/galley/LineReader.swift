internal import GalleyText

/// Reads a file line by line, with no more in memory than a line may have.
struct LineReader: ~Copyable {
    private let file: InputFile
    private let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    /// The number of the line read last, from 1.
    private(set) var number = 0
    /// Whether the line read last ended with a line feed, as all do but perhaps the last of the file.
    private(set) var hasFeed = false

    init(_ file: consuming InputFile, limit: Int) {
        self.file = file
        self.limit = limit
    }

    /// A line without its line feed; `nil` for one that is too long.
    typealias Line = [UInt8]?

    /// The next line; `nil` at the end.
    mutating func next() throws(Failure) -> Line? {
        var isTooLong = false
        var searched = start
        while true {
            if let feed = buffer.span.firstIndex(of: 0x0A, in: searched..<buffer.count) {
                defer { start = feed + 1 }
                (number, hasFeed) = (number + 1, true)
                return .some(isTooLong || feed - start > limit ? nil : Array(buffer[start..<feed]))
            }
            if isAtEnd {
                guard isTooLong || start < buffer.count else { return nil }
                defer { start = buffer.count }
                (number, hasFeed) = (number + 1, false)
                return .some(isTooLong || buffer.count - start > limit ? nil : Array(buffer[start...]))
            }
            if buffer.count - start > limit {
                isTooLong = true
                start = buffer.count
            }
            buffer.removeSubrange(..<start)
            start = 0
            searched = buffer.count
            try file.read(into: &buffer)
            isAtEnd = buffer.count == searched
        }
    }
}
