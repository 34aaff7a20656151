internal import GalleyText

/// A glob over a folded line: `*` is any run, `#` a number, `{a,b}` either of them, `\` takes the next sign as it is.
struct FoldedGlob: Sendable {
    /// The rule that it belongs to.
    let rule: Int
    /// What stands between the stars, folded; a first or last part that is empty means a star at that end.
    private let parts: [[UInt8]]

    /// Reads a glob without braces.
    init(_ text: String, rule: Int) {
        self.rule = rule
        let pieces = Self.split(text)
        parts = pieces.enumerated().map { index, piece in
            var line = FoldedLine()
            // The sign for a number folds like any number.
            let bytes = piece.map { $0 == FoldedLine.number ? 0x30 : $0 } as [UInt8]
            line.fold(bytes.span, 0..<bytes.count, keepsEnds: (index > 0, index < pieces.count - 1))
            return line.bytes
        }
    }

    /// The pieces between unescaped stars.
    private static func split(_ text: String) -> [[UInt8]] {
        var pieces: [[UInt8]] = [[]]
        var isLiteral = false
        for byte in text.utf8 {
            switch byte {
            case 0x5C where !isLiteral: isLiteral = true
            case 0x2A where !isLiteral: pieces.append([])
            default:
                pieces[pieces.count - 1].append(byte)
                isLiteral = false
            }
        }
        return pieces
    }

    /// A text folded as a whole line.
    static func folded(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var line = FoldedLine()
        line.fold(bytes.span, 0..<bytes.count)
        return line.bytes
    }

    /// There is no star.
    var isWhole: Bool { parts.count == 1 }

    /// The key of the first two words, or of the only one, if the glob begins with such that no star can lengthen.
    var opening: UInt64? {
        let words = parts[0].split(maxSplits: 2, whereSeparator: { !$0.isPartOfWord }).filter { !$0.isEmpty }
        guard let first = words.first else { return nil }
        let second = words.count > 1 ? words[1] : nil
        let isCut = parts.count > 1 && (second ?? first).endIndex == parts[0].count
        if isCut || second == nil && !isWhole { return nil }
        return FoldedLine.key(FoldedLine.hash(first), second.map { FoldedLine.hash($0) })
    }

    /// The hash of the first word, if the glob begins with one that no star can lengthen.
    var firstWord: UInt64? {
        guard let word = parts[0].split(whereSeparator: { !$0.isPartOfWord }).first else { return nil }
        return parts.count > 1 && word.endIndex == parts[0].count ? nil : FoldedLine.hash(word)
    }

    /// The hash of the longest word of ASCII letters that no star can lengthen, wherever it stands.
    var innerWord: UInt64? {
        var best: ArraySlice<UInt8> = []
        for index in parts.indices {
            for word in parts[index].split(whereSeparator: { !$0.isPartOfWord }) {
                let isCut =
                    index > 0 && word.startIndex == 0 || index < parts.count - 1 && word.endIndex == parts[index].count
                if !isCut, word.count > best.count, word.allSatisfy(\.isASCIILetter) { best = word }
            }
        }
        return best.isEmpty ? nil : FoldedLine.hash(best)
    }

    /// Says whether all of a folded line matches.
    func matches(_ line: [UInt8]) -> Bool {
        guard let first = parts.first, let last = parts.last else { return false }
        if parts.count == 1 { return line == first }
        guard line.count >= first.count + last.count, line.starts(with: first),
            line.suffix(last.count).elementsEqual(last)
        else { return false }
        return Self.hasAll(parts.dropFirst().dropLast(), in: line, from: first.count, to: line.count - last.count)
    }

    /// Says whether a line that is cut off matches as far as it goes: all parts stand in it, and a star ends the glob.
    func matchesBeginning(of line: [UInt8]) -> Bool {
        guard parts.count > 1, let first = parts.first, parts.last?.isEmpty == true, line.starts(with: first) else {
            return false
        }
        return Self.hasAll(parts.dropFirst().dropLast(), in: line, from: first.count, to: line.count)
    }

    /// Says whether the parts stand in `line`, one behind the other.
    private static func hasAll(_ parts: ArraySlice<[UInt8]>, in line: [UInt8], from start: Int, to end: Int) -> Bool {
        var index = start
        for part in parts {
            guard let found = find(part, in: line, from: index, to: end) else { return false }
            index = found + part.count
        }
        return true
    }

    private static func find(_ part: [UInt8], in line: [UInt8], from start: Int, to end: Int) -> Int? {
        guard let first = part.first else { return start }
        var index = start
        while index + part.count <= end {
            if line[index] == first, line[index..<index + part.count].elementsEqual(part) { return index }
            index += 1
        }
        return nil
    }

    /// The texts that a text with braces stands for; `nil` if there are more than 500, or a brace does not close.
    static func withoutBraces(_ text: String) -> [String]? {
        var results: [String] = []
        var waiting = [text]
        while let next = waiting.popLast() {
            guard let open = next.firstIndex(of: "{") else {
                results.append(next)
                continue
            }
            guard let close = next[open...].firstIndex(of: "}"), results.count + waiting.count < 500 else { return nil }
            let choices = next[next.index(after: open)..<close].split(separator: ",", omittingEmptySubsequences: false)
            for choice in choices.reversed() {
                waiting.append("\(next[..<open])\(choice)\(next[next.index(after: close)...])")
            }
        }
        return results
    }
}

/// Networks and tools whose names make up share bars, in every language.
enum SocialNetworks {
    static let names = [
        "facebook", "twitter", "x", "whatsapp", "linkedin", "pinterest", "reddit", "tumblr", "flipboard", "telegram",
        "messenger", "instagram", "youtube", "tiktok", "threads", "bluesky", "mastodon", "pocket", "xing", "snapchat",
        "viber", "wechat", "weibo", "line", "google", "stumbleupon", "digg", "buffer", "email", "e-mail", "mail", "sms",
        "rss", "fb", "vk", "signal", "skype", "pinit", "app", "logo", "icon",
    ]
}
