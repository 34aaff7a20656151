internal import CMasks
internal import GalleyText

// Whole paragraphs: what is code, what is doubtful, what closes at the end and what runs on.
extension QuotePairing {
    /// A paragraph whose quotation does not close, until the next ones tell whether it runs on.
    struct Held {
        /// The numbers of its marks.
        let marks: Range<Int>
        /// The number of the mark that would close it at its end; `nil` if that is not certain.
        var closer: Int?
        /// There was a line without a double mark behind it.
        var sawLine = false
        /// There was a blank line behind it.
        var sawBlank = false
    }

    /// Ends a line: its marks are paired, and what can be decided now is.
    ///
    /// - Returns: how many of the marks are decided.
    mutating func endLine(_ line: Range<Int>, isJoined: Bool) -> Int {
        defer { lineBefore = line }
        // Most lines.
        if held == nil, first == marks.count { return first }
        let trimmed = LineTable.trim(line, of: bytes)
        guard first < marks.count else {
            let isBlank = trimmed.isEmpty
            if isBlank { held?.sawBlank = true } else { held?.sawLine = true }
            return !isBlank && held?.closer == nil ? settle(beginning: nil) : held?.marks.lowerBound ?? 0
        }
        let isChecked = hasPlain
        if !isChecked || readsAsProse(line) {
            pairParagraph()
            weigh()
            if !isChecked, hasOddities, !readsAsProse(line) {
                for number in first..<marks.count { marks[number].role = .inert }
            }
        }
        let begin = trimmed.lowerBound
        if held != nil, hasDoubles || held?.closer == nil { _ = settle(beginning: begin) }
        if let paragraph = held {
            held?.sawLine = true
            first = marks.count
            return paragraph.marks.lowerBound
        }
        let isOpen = marks[first...].contains { $0.role == .loneOpen }
        if isOpen {
            let range = first..<marks.count
            let closer = isJoined || mayBeWrapped(line) ? nil : certainCloser(of: line)
            held = Held(marks: range, closer: closer)
        }
        defer { first = marks.count }
        return isOpen ? first : marks.count
    }

    private var hasPlain: Bool {
        options.style.isExplicit || options.style == .straight || marks[first...].contains { $0.glyph.isPlain }
    }

    private var hasOddities: Bool {
        marks[first...].contains {
            $0.family != .single && ($0.doubt != .none || $0.role == .loneOpen || $0.role == .loneClose)
        }
    }

    /// Says whether a line and one beside it may be parts of one sentence, broken at a column.
    private func mayBeWrapped(_ line: Range<Int>) -> Bool {
        if line.count <= 100, line.upperBound + 1 < bytes.count {
            let next = bytes[line.upperBound + 1]
            if line.count >= 50, next != 0x0A, next != 0x0D { return true }
        }
        guard let before = lineBefore, (50...100).contains(before.count) else { return false }
        let trimmed = LineTable.trim(before, of: bytes)
        guard !trimmed.isEmpty else { return false }
        let last = QuoteSide(before: trimmed.upperBound, in: bytes)
        return last == .letter || last == .digit || bytes[before.upperBound - 1] == 0x2C
    }

    private var hasTwoFamilies: Bool {
        marks[first...].contains { $0.family == .double && $0.role != .inert }
            && marks[first...].contains { $0.family == .guillemet && $0.role != .inert }
    }

    private var hasDoubles: Bool {
        marks[first...].contains { $0.family != .single && $0.role != .inert }
    }

    /// Gives up pairs that the paragraph does not bear out.
    ///
    /// Where everything closes, one firm mark vouches for its partner; else each speaks for itself.
    private mutating func weigh() {
        if isForeign {
            for number in first..<marks.count where marks[number].role != .apostrophe { marks[number].role = .inert }
            return
        }
        let isBalanced = !marks[first...].contains {
            $0.family != .single && ($0.role == .loneOpen || $0.role == .loneClose)
        }
        if !isBalanced, hasTwoFamilies {
            // A pair that changed its family could meet a mark that it now passes by.
            for number in first..<marks.count where marks[number].family != .single {
                if marks[number].role != .loneOpen, marks[number].role != .loneClose { marks[number].role = .inert }
            }
        }
        for number in first..<marks.count where marks[number].role == .open && marks[number].family != .single {
            let (opener, closer) = (marks[number], marks[Int(marks[number].partner)])
            let isBorneOut =
                isBalanced
                ? opener.doubt == .none || closer.doubt == .none
                    || opener.doubt == closer.doubt && opener.doubt != .either
                : opener.doubt == .none && closer.doubt == .none
            if !isBorneOut {
                marks[number].role = .inert
                marks[Int(opener.partner)].role = .inert
            }
        }
        // `"I am 6'2" he said`: inches or the end of a quotation, nobody can tell.
        if doubtfulInch >= 0,
            marks[first..<doubtfulInch].contains(where: { $0.role == .loneOpen && $0.family == .double })
        {
            marks[doubtfulInch].role = .inert
            marks[doubtfulInch - 1].role = .inert
        }
    }

    /// Decides about the paragraph held, now that the one that starts at `begin` is known; `nil` for any without marks.
    mutating func settle(beginning begin: Int?) -> Int {
        guard let paragraph = held else { return 0 }
        held = nil
        var next: QuoteMark?
        if begin != nil { next = marks[first...].first { $0.family != .single && $0.role != .inert } }
        if let begin, !paragraph.sawLine, marks[first].offset == begin,
            marks[first].role == .open || marks[first].role == .loneOpen
        {
            let isSingle = marks[first].family == .single
            for number in paragraph.marks where marks[number].role == .loneOpen {
                if (marks[number].family == .single) == isSingle { marks[number].role = .continued }
            }
        } else if let next, next.role == .loneClose {
            if !paragraph.sawBlank, let number = marks[first...].firstIndex(where: { $0.offset == next.offset }) {
                let openers = paragraph.marks.filter {
                    marks[$0].role == .loneOpen && marks[$0].family == next.family
                }
                if let opener = openers.last, openers.count == 1 { pair(opener, number) }
            }
        } else if let closer = paragraph.closer {
            pair(Int(marks[closer].partner), closer)
        }
        return first
    }

    /// Puts a closing mark at the end of the line where it is certain that one is missing there.
    ///
    /// Certain is: one opening mark alone, no double mark behind it, a stop at the end of the line, no verb of saying
    /// behind the mark, and no sentence end inside what begins as part of a sentence.
    private mutating func certainCloser(of line: Range<Int>) -> Int? {
        guard options.close != .never else { return nil }
        guard let opener = marks[first...].lastIndex(where: { $0.family != .single && $0.role != .inert }),
            marks[opener].role == .loneOpen, marks[opener].doubt == .none,
            !marks[first..<opener].contains(where: { $0.role == .loneOpen || $0.role == .loneClose }),
            !marks[(opener + 1)...].contains(where: { $0.role == .loneOpen || $0.role == .loneClose })
        else { return nil }
        let end = LineTable.trim(line, of: bytes).upperBound
        var stop = end
        for mark in marks[(opener + 1)...].reversed() where mark.role == .close && mark.end == stop {
            stop = mark.offset
        }
        guard stop > marks[opener].end, bytes[stop - 1] == 0x2E || bytes[stop - 1] == 0x3F || bytes[stop - 1] == 0x21,
            bytes[stop - 2] != 0x2E, !bytes.has("…", at: stop - 4)
        else { return nil }
        let quoted = marks[opener].end..<stop
        guard isOneQuotation(quoted, from: marks[opener].offset) else { return nil }
        let isInside = options.close == .inside && stop == end
        var mark = QuoteMark(at: isInside ? end - 1 : end, length: 0, marks[opener].glyph)
        mark.family = marks[opener].family
        mark.partner = Int32(opener)
        marks.append(mark)
        return marks.count - 1
    }

    /// Says whether the words that an opening mark at `start` begins can be one quotation.
    private func isOneQuotation(_ quoted: Range<Int>, from start: Int) -> Bool {
        let words = TokenTable(bytes, in: quoted).tokens
        guard let firstWord = words.first, !words.contains(where: { QuoteWords.saying.contains($0.hash) }) else {
            return false
        }
        var before = start
        while before > 0, bytes[before - 1] == 0x20 { before -= 1 }
        let side = QuoteSide(before: before, in: bytes)
        let isWhole = !side.isWord && Unicodes.isUpper(bytes.scalar(at: firstWord.start).value)
        for (word, next) in zip(words, words.dropFirst()) {
            let byte = bytes[word.end]
            guard byte == 0x2E || byte == 0x3F || byte == 0x21, next.start > word.end + 1 else { continue }
            let isAbbreviation = word.range.count <= 3 && Unicodes.isUpper(bytes.scalar(at: word.start).value)
            if !isWhole, !isAbbreviation, Unicodes.isUpper(bytes.scalar(at: next.start).value) { return false }
            // What goes on in small letters behind a question is as likely the sentence around it.
            if byte != 0x2E, Unicodes.isLower(bytes.scalar(at: next.start).value) { return false }
        }
        return true
    }

    /// Says whether a line is prose; marks inside tags, addresses and the titles of Markdown's links are settled on the way.
    ///
    /// Code is: braces, a mark behind an equals sign or behind a name and a bracket, pairs as in JSON and rows as in
    /// CSV, a semicolon at the end of a call or an assignment.
    private mutating func readsAsProse(_ line: Range<Int>) -> Bool {
        let bytes = bytes
        let end = LineTable.trim(line, of: bytes).upperBound
        var number = first
        var (isProse, hasEquals, hasTags) = (true, false, true)
        func code() -> Int {
            isProse = false
            return line.upperBound
        }
        unsafe bytes.forEachIndex(in: line, mask_code) { index in
            let last = index > line.lowerBound ? bytes[index - 1] : 0x20
            let next = index + 1 < line.upperBound ? bytes[index + 1] : 0x20
            switch bytes[index] {
            case 0x3D:
                hasEquals = true
                let behind = next == 0x20 ? index + 2 : index + 1
                if behind < line.upperBound, bytes.quote(at: behind).glyph != nil { return code() }
            case 0x28:
                if next == 0x22 || next == 0x27, last.isASCIILetter || last == 0x5F { return code() }
                if last == 0x5D, let end = endOfLinkTitle(from: index, in: line) {
                    return settle(upTo: end, from: index, &number)
                }
            case 0x2C:
                if last == 0x22, next == 0x22 { return code() }
            case 0x3A:
                if last == 0x22, bytes.has("\"", at: index + 1) || bytes.has(" \"", at: index + 1) { return code() }
                if last == 0x5D, bytes[line.lowerBound] == 0x5B, bytes.has(" http", at: index + 1) {
                    return settle(upTo: line.upperBound, from: index, &number)
                }
                if next == 0x2F, bytes.has("//", at: index + 1) {
                    return settle(upTo: endOfAddress(from: index, in: line), from: index, &number)
                }
            case 0x3C:
                guard hasTags, next.isASCIILetter || next == 0x2F || next == 0x21 else { break }
                if let end = bytes.firstIndex(of: 0x3E, in: index..<line.upperBound) {
                    return settle(upTo: end, from: index, &number)
                }
                hasTags = false
            case 0x3B:
                if hasEquals || last == 0x29, index + 1 == end { return code() }
            default: return code()
            }
            return index + 1
        }
        return isProse
    }

    /// Takes the marks of a stretch out of the reading.
    private mutating func settle(upTo end: Int, from start: Int, _ number: inout Int) -> Int {
        while number < marks.count, marks[number].offset < end {
            if marks[number].offset >= start { marks[number].isSettled = true }
            number += 1
        }
        return end
    }

    /// The end of Markdown's `(address "title")`, whose marks are its own; `nil` if no title stands there.
    private func endOfLinkTitle(from start: Int, in line: Range<Int>) -> Int? {
        let bytes = bytes
        guard let space = bytes.firstIndex(of: 0x20, in: start..<line.upperBound), space + 2 < line.upperBound else {
            return nil
        }
        let mark = bytes[space + 1]
        guard mark == 0x22 || mark == 0x27, bytes.firstIndex(of: 0x29, in: start..<space) == nil else { return nil }
        return (space + 2..<line.upperBound - 1).first { bytes[$0] == mark && bytes[$0 + 1] == 0x29 }.map { $0 + 2 }
    }

    private func endOfAddress(from start: Int, in line: Range<Int>) -> Int {
        var index = start
        while index < line.upperBound {
            let byte = bytes[index]
            if byte.isASCIISpace || byte == 0x22 || byte == 0x3C || byte == 0x3E { break }
            // A single mark ends an address unless it goes on behind it.
            if byte == 0x27, index + 1 == line.upperBound || !bytes[index + 1].isASCIILetter { break }
            index += 1
        }
        return index
    }
}
