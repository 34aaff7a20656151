internal import GalleyText

// The shape of a line: whether it reads like a sentence, is nothing but marks, or a path.

extension Span<UInt8> {
    /// Says whether the line ends as a sentence does; marks that close a quotation or a bracket may follow the stop.
    ///
    /// - Precondition: `range` has no white space at its ends.
    func endsSentence(_ range: Range<Int>) -> Bool {
        var end = range.upperBound
        while end > range.lowerBound {
            let (value, length) = scalar(before: end)
            switch value {
            case 0x2E, 0x21, 0x3F, 0x2026, 0x3002, 0xFF01, 0xFF1F, 0xFF0E, 0x964, 0x61F, 0x6D4, 0x203D: return true
            case 0x22, 0x27, 0x29, 0x5D, 0x2018...0x201E, 0xAB, 0xBB, 0x2039, 0x203A, 0x300D, 0x300F, 0xFF09:
                end -= length
            default: return false
            }
        }
        return false
    }

    /// Says whether the line reads like a sentence or paragraph of an article: long, or of some length and with a stop.
    func isSentence(_ range: Range<Int>) -> Bool {
        if range.count >= 240 { return true }
        // An ideograph says as much as a word.
        let length = self[range.lowerBound] >= 0xE3 ? 30 : 60
        return range.count >= length && endsSentence(range)
    }

    /// How many words the line has, counted by its spaces, up to a bound.
    func words(_ range: Range<Int>, upTo bound: Int) -> Int {
        var count = 0
        var isInside = false
        for index in range {
            let isSpace = self[index].isASCIISpace
            if !isSpace && !isInside {
                count += 1
                if count == bound { return count }
            }
            isInside = !isSpace
        }
        return count
    }

    /// What a line without letters and numbers is.
    enum Marks {
        /// Litter wherever it stands, such as `-`, `|` or `»`.
        case lone
        /// What may part two scenes, such as `* * *`, `—` or `###`.
        case sceneBreak
    }

    /// The kind of a line that is nothing but marks; `nil` for any other.
    func marks(_ range: Range<Int>) -> Marks? {
        guard range.count <= 80 else { return nil }
        var index = range.lowerBound
        var count = 0
        var hasDash = false
        var hasBreak = false
        while index < range.upperBound {
            let (value, length) = scalar(at: index)
            index += length
            if Unicodes.isSpace(value) || value == 0x200B || value == 0xFE0F { continue }
            count += 1
            switch value {
            // | / \ > < » « › ‹ , ; : × ✕ ✖ ▶ ► ▼ → ←
            case 0x7C, 0x2F, 0x5C, 0x3E, 0x3C, 0xBB, 0xAB, 0x203A, 0x2039, 0x2C, 0x3B, 0x3A, 0xD7, 0x2715, 0x2716,
                0x25B6, 0x25BA, 0x25BC, 0x2192, 0x2190:
                break
            // - – • · ● ▪ ■
            case 0x2D, 0x2013, 0x2022, 0xB7, 0x25CF, 0x25AA, 0x25A0: hasDash = true
            // * # = ~ _ . … — ― − ⸺ ⸻ ⁂ ⁑ ※ ❖ ◆ ◇ ◦ ○ ─ ━ □
            case 0x2A, 0x23, 0x3D, 0x7E, 0x5F, 0x2E, 0x2026, 0x2014, 0x2015, 0x2212, 0x2E3A, 0x2E3B, 0x2042, 0x2051,
                0x203B, 0x2756, 0x25C6, 0x25C7, 0x25E6, 0x25CB, 0x2500, 0x2501, 0x25A1:
                hasBreak = true
            default: return nil
            }
        }
        return hasBreak || hasDash && count > 2 ? .sceneBreak : .lone
    }

    /// Says whether the line is what an agency sets below a page of its copy: `(more)`, `-more-`, `-30-`, `(END)`.
    func isWireMark(_ range: Range<Int>) -> Bool {
        guard range.count <= 12, range.count >= 4 else { return false }
        let (first, last) = (self[range.lowerBound], self[range.upperBound - 1])
        guard first == 0x28 && last == 0x29 || first == 0x2D && last == 0x2D else { return false }
        var (start, end) = (range.lowerBound + 1, range.upperBound - 1)
        while start < end, self[start] == 0x2D || self[start] == 0x20 { start += 1 }
        while end > start, self[end - 1] == 0x2D || self[end - 1] == 0x20 { end -= 1 }
        let word = (start..<end).map { self[$0] | 0x20 }
        return ["more", "end", "ends"].contains { word.elementsEqual($0.utf8) }
            || first == 0x2D && word.elementsEqual("30".utf8)
    }

    /// Says whether the line is a path of the site's menu, such as `Home > News > World`.
    ///
    /// Three labels or more of at most four words each, parted by `>`, `»`, `›` or a spaced `/` or `|`. A slash or bar
    /// needs a home page in front.
    func isBreadcrumb(_ range: Range<Int>) -> Bool {
        guard range.count <= 160, range.count >= 5 else { return false }
        // A stop or colon anywhere is none of a menu's, and at the end it is seen at once.
        switch self[range.upperBound - 1] {
        case 0x2E, 0x21, 0x3F, 0x3A: return false
        default: break
        }
        var index = range.lowerBound
        var separators = 0
        var separator: UInt32 = 0
        var words = 0
        var isInside = false
        while index < range.upperBound {
            let (value, length) = scalar(at: index)
            switch value {
            case 0x3E, 0xBB, 0x203A, 0x2F, 0x7C:
                if separator != 0, separator != value { return false }
                if words == 0 { return false }
                if value == 0x2F || value == 0x7C {
                    let next = index + 1
                    guard self[index - 1].isASCIISpace, next < range.upperBound, self[next].isASCIISpace else {
                        return false
                    }
                }
                separator = value
                separators += 1
                (words, isInside) = (0, false)
            case 0x20, 0x09, 0xA0: isInside = false
            // A « makes » a quotation mark.
            case 0x2E, 0x21, 0x3F, 0x3A, 0x3D, 0x3C, 0x2B, 0xAB: return false
            default:
                if !isInside { words += 1 }
                if words > 4 { return false }
                isInside = true
            }
            index += length
        }
        guard separators >= 1, words > 0 else { return false }
        if startsAtHome(range) { return true }
        return separators >= 2 && separator != 0x2F && separator != 0x7C
    }

    /// The second label of a path that begins at a home page.
    func labelBelowHome(_ path: Range<Int>) -> Range<Int>? {
        guard startsAtHome(path) else { return nil }
        var label: Range<Int>?
        var index = path.lowerBound
        while index < path.upperBound {
            let (value, length) = scalar(at: index)
            switch value {
            case 0x3E, 0xBB, 0x203A, 0x2F, 0x7C:
                if label != nil { return label }
                label = index + length..<index + length
            case 0x20, 0x09, 0xA0: break
            default: label = label.map { ($0.isEmpty ? index : $0.lowerBound)..<index + length }
            }
            index += length
        }
        return label
    }

    /// Says whether the line begins with the word for a home page.
    private func startsAtHome(_ range: Range<Int>) -> Bool {
        var line = FoldedLine()
        line.fold(self, range, limit: 20)
        for word in ["home", "start", "startseite", "accueil", "inicio", "portada", "homepage"] {
            let bytes = Array(word.utf8)
            if line.bytes.starts(with: bytes), line.bytes.count > bytes.count, !line.bytes[bytes.count].isPartOfWord {
                return true
            }
        }
        return false
    }
}
