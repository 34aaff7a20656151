/// What an article is called, and where its text says so first.
public struct Headline: Sendable, Equatable {
    /// The headline's words as the source or the line has them, without outer white space.
    public let text: String
    /// The number of the line that says it; `nil` if only the source knows it.
    public let line: Int?

    /// Finds the headline: what the source says, else a first line that is repeated or looks like one.
    ///
    /// Such a line has 3 to 30 words and at most 250 bytes and no sentence end, and a blank line or longer text
    /// follows. A repeated line may end a sentence.
    init?(of article: Article) {
        let text = article.bytes
        let bytes = text.span
        let lines = article.lines
        if let title = article.facts.title {
            let title = title.trimmedOfSpaces()
            guard !title.isEmpty else { return nil }
            let titleBytes = Array(title.utf8)
            let wanted = Self.key(titleBytes.span)
            let first = lines.firstIndex { !$0.isBlank && Self.key(bytes.extracting($0.trimmed)) == wanted }
            (self.text, line) = (title, first)
            return
        }
        guard let first = lines.firstIndex(where: { !$0.isBlank }) else { return nil }
        let range = lines[first].trimmed
        guard range.count <= 250 else { return nil }
        let words = TokenTable(bytes, in: range).tokens.count
        guard (3...30).contains(words) || (words > 30 && range.count <= 120) else { return nil }
        guard Self.isRepeated(first, in: lines, bytes) || Self.looksLikeHeadline(first, in: lines, bytes) else {
            return nil
        }
        (self.text, line) = (bytes.string(range), first)
    }

    private static func isRepeated(_ first: Int, in lines: LineTable, _ bytes: Span<UInt8>) -> Bool {
        let line = lines[first].trimmed
        let wanted = key(bytes.extracting(line))
        for other in lines.dropFirst(first + 1) where abs(other.trimmed.count - line.count) <= line.count / 4 {
            if key(bytes.extracting(other.trimmed)) == wanted { return true }
        }
        return false
    }

    private static func looksLikeHeadline(_ first: Int, in lines: LineTable, _ bytes: Span<UInt8>) -> Bool {
        let line = lines[first].trimmed
        if ".:;,".utf8.contains(bytes[line.upperBound - 1]) { return false }
        if bytes.has("。", at: line.upperBound - 3) { return false }
        guard first + 1 < lines.count else { return false }
        guard let next = lines.dropFirst(first + 1).first(where: { !$0.isBlank }) else { return false }
        return lines[first + 1].isBlank || next.trimmed.count > line.count
    }

    /// The letters and digits of `bytes` in lower case: what two spellings of one headline share.
    public static func key(_ bytes: Span<UInt8>) -> [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let (value, length) = bytes.scalar(at: index)
            if Unicodes.isWord(value) { key.append(scalar: Unicodes.lowered(value)) }
            index += length
        }
        return key
    }
}

extension String {
    /// The string without white space at its ends.
    public func trimmedOfSpaces() -> String {
        let bytes = Array(utf8)
        return bytes.span.string(LineTable.trim(0..<bytes.count, of: bytes.span))
    }
}
