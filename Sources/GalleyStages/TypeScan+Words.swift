internal import GalleyText

/// Rules for words: one that stands twice, one that is spelled wrong.
extension TypeScan {
    /// A word that is like the one before it.
    @inline(never)
    mutating func doubledWord(_ last: Range<Int>, _ word: Range<Int>, into markup: inout Markup) -> Bool {
        guard options.doubled, isSame(last, word), isWordStart(last.lowerBound) else { return false }
        // Another word goes on behind it; a third one of them would be song, stutter or list.
        guard scalar(at: word.upperBound) == 0x20 else { return false }
        let after = scalar(at: word.upperBound + 1)
        let next = letters(at: word.upperBound + 1)
        guard Unicodes.isWord(after), !isSame(word, next) else { return false }
        if last.lowerBound - word.count > line.lowerBound {
            let start = last.lowerBound - 1 - word.count
            if bytes.isScalarBoundary(start), isSame(start..<start + word.count, word) { return false }
        }
        guard traits.isText, traits.words >= 4 else { return false }
        if Unicodes.isLower(after) {
            guard next.count > 1, usage.isSlip(hash(word), before: hash(next)) else { return false }
        } else {
            guard usage.doublesNoName, usage.isSlip(hash(word), before: 0) else { return false }
        }
        markup.remove(last.upperBound..<word.upperBound, rule: "doubled-word")
        return true
    }

    /// The same letters, in small letters but for the first of the first word.
    private func isSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        guard one.count == other.count, !one.isEmpty else { return false }
        guard Unicodes.isLower(bytes.scalar(at: other.lowerBound).value) else { return false }
        let (a, b) = (bytes[one.lowerBound], bytes[other.lowerBound])
        // `Hepatitis A a` has a name and a word.
        guard a == b || one.count > 1 && a.asciiLowered == b else { return false }
        for offset in 1..<one.count where bytes[one.lowerBound + offset] != bytes[other.lowerBound + offset] {
            return false
        }
        return true
    }

    /// A word that the spelling list may hold.
    @inline(never)
    mutating func misspelling(_ word: Range<Int>, into markup: inout Markup) {
        guard let entry = spelling?.entry(for: hash(word)) else { return }
        guard standsAlone(word), usage.isEnglish, !traits.isCode, !isMeant(word) else { return }
        let first = bytes[word.lowerBound]
        if first.isASCIIUpper {
            // A capital inside a sentence makes a name of it, as do two letters or three.
            guard word.count > 3, beginsSentence(word.lowerBound) else { return }
        }
        for index in word.dropFirst() where bytes[index].isASCIIUpper { return }
        let isQuoted = isQuoted(word.lowerBound)
        guard entry.isCertain, !isQuoted, !mayBeCut(word) else {
            let right = entry.corrections.joined(separator: "' or '")
            markup.report(
                word,
                rule: "possible-misspelling",
                "perhaps '\(right)'" + (isQuoted ? "; it is quoted, and stays" : "")
            )
            return
        }
        guard var right = entry.corrections.first.map({ Array($0.utf8) }), let initial = right.first else { return }
        if first.isASCIIUpper, initial.isASCIILower { right[0] -= 0x20 }
        markup.replace(word, with: right, rule: "misspelling")
    }

    /// No part of a longer thing such as an address, a possessive or a compound.
    private func standsAlone(_ word: Range<Int>) -> Bool {
        guard isWordStart(word.lowerBound) else { return false }
        var end = word.upperBound
        while end < line.upperBound, ",.;:!?)]\"".utf8.contains(bytes[end]) { end += 1 }
        let after = scalar(at: end)
        if after == 0 || after == 0x20 || after == 0x2026 || after == 0x201D { return true }
        guard after == 0x2019 || after == 0x2014 else { return false }
        return after == 0x2014 || !Unicodes.isWord(scalar(at: end + 3))
    }

    /// The first word of a line, in small letters: what is left of a longer one where the line's beginning was lost, such as
    /// `guage` of `language`.
    private func mayBeCut(_ word: Range<Int>) -> Bool {
        word.lowerBound == line.lowerBound && bytes[word.lowerBound].isASCIILower
    }

    /// Said to be wrong: `[sic]` follows, or it alone stands in quotation marks.
    private func isMeant(_ word: Range<Int>) -> Bool {
        for note in [" [sic", " (sic"] as [StaticString] where bytes.has(note, at: word.upperBound) { return true }
        return Self.isOpener(scalar(before: word.lowerBound)) && Self.isCloser(scalar(at: word.upperBound))
    }

    /// Within double quotation marks, as far as a look back over the line tells: the word is somebody else's.
    private func isQuoted(_ offset: Int) -> Bool {
        var index = offset
        while index > max(line.lowerBound, offset - 600) {
            index -= 1
            switch bytes[index] {
            case 0x22:
                let before = scalar(before: index)
                return before == 0 || before == 0x20 || before == 0x2014 || Self.isOpener(before)
            case 0xE2 where bytes.has("“", at: index): return true
            case 0xE2 where bytes.has("”", at: index): return false
            default: break
            }
        }
        return false
    }

    /// The start of the line, or a sentence's end before the space.
    private func beginsSentence(_ offset: Int) -> Bool {
        let before = scalar(before: offset)
        guard before == 0x20 else { return true }
        let last = scalar(before: offset - 1)
        return last == 0x2E || last == 0x21 || last == 0x3F
    }
}
