internal import GalleyText

extension RepairDraft {
    /// Undoes wrong decoding.
    mutating func repairEncoding() -> Bool {
        guard let repaired = Mojibake.repaired(scalars) else { return false }
        scalars = repaired
        return true
    }

    /// Repairs scalars that need no more than a look at their neighbours.
    mutating func repairCharacters(_ characters: RepairCharacters) -> Bool {
        rewrite { line, index in
            let scalar = line.scalars[index].value
            if scalar >= 0x20, scalar < 0x7F { return nil }
            let last = index > 0 ? line.scalars[index - 1].value : 0x0A
            return characters.change(scalar, after: last, before: line.value(after: index))
        }
    }

    /// Takes out the sequences that colour a terminal's text: ESC, `[`, numbers, a letter.
    mutating func removeEscapes() -> Bool {
        guard scalars.contains(where: { $0.value == 0x1B }) else { return false }
        return rewrite { line, index in
            guard line.scalars[index].value == 0x1B, line.value(after: index) == 0x5B else { return nil }
            var end = index + 2
            while end < line.scalars.count, (0x30...0x3B).contains(line.scalars[end].value) { end += 1 }
            guard end < line.scalars.count, (0x41...0x5A).contains(line.scalars[end].value & ~0x20) else { return nil }
            return Replacement([], for: end + 1 - index, .ansiEscape)
        }
    }

    /// Brings letters and their marks into NFC.
    ///
    /// A letter with more marks than any script has is left alone, since to sort them takes the square of their number.
    mutating func normalize() -> Bool {
        let restless = ScalarTraits.changes | ScalarTraits.joins | ScalarTraits.mark
        func isRestless(_ scalar: DraftScalar) -> Bool {
            scalar.value >= 0x300 && ScalarTraits.of(scalar.value).has(restless)
        }
        guard scalars.contains(where: isRestless) else { return false }
        return rewrite { line, index in
            let scalars = line.scalars
            guard index == 0 || !isRestless(scalars[index]) else { return nil }
            var end = index + 1
            while end < scalars.count, end - index <= 64, isRestless(scalars[end]) { end += 1 }
            guard end - index <= 64, end - index > 1 || isRestless(scalars[index]) else { return nil }
            var bytes: [UInt8] = []
            for scalar in scalars[index..<end] { bytes.append(scalar: scalar.value) }
            let normal = Unicodes.normalized(bytes.span, .nfc)
            guard normal != bytes else { return nil }
            var values: [UInt32] = []
            var offset = 0
            while offset < normal.count {
                let (value, length) = normal.span.scalar(at: offset)
                values.append(value)
                offset += length
            }
            return Replacement(values, for: end - index, .nfc)
        }
    }

    /// Decodes HTML entities.
    ///
    /// - Parameter markup: also where that makes or changes markup.
    mutating func decodeEntities(inMarkup: Bool) -> Bool {
        guard scalars.contains(where: { $0.value == 0x26 }) else { return false }
        if inMarkup { return decodeEntities(angles: true, shown: true) }
        guard !hasMarkup else { return false }
        var decoded = self
        guard decoded.decodeEntities(angles: true, shown: false) else { return false }
        // What was written about markup is not to become markup.
        if decoded.hasMarkup {
            decoded = self
            guard decoded.decodeEntities(angles: false, shown: false) else { return false }
        }
        self = decoded
        return true
    }

    /// - Parameters:
    ///   - angles: also `<` and `>`.
    ///   - shown: also what is shown as an entity.
    private mutating func decodeEntities(angles: Bool, shown: Bool) -> Bool {
        var result: [DraftScalar] = []
        var index = 0
        var changed = false
        var tick: Int?
        while index < scalars.count {
            if scalars[index].value == 0x60 { tick = tick == nil ? index : nil }
            guard scalars[index].value == 0x26, let (values, length) = entity(at: index),
                angles || (values != [0x3C] && values != [0x3E]),
                shown || !isShown(index..<index + length, behind: tick)
            else {
                result.append(scalars[index])
                index += 1
                continue
            }
            changed = true
            let rule = scalars[index..<index + length].reduce(.entity) { max($0, $1.rule) }
            var new = DraftScalar(value: 0, rule: rule, start: scalars[index].start)
            index += length
            if values == [0x26] {
                // An ampersand may begin another entity: encoded twice.
                index -= 1
                new.value = 0x26
                scalars[index] = new
                continue
            }
            if values.isEmpty {
                if index < scalars.count {
                    scalars[index].start = new.start
                    scalars[index].rule = max(rule, scalars[index].rule)
                } else {
                    (end.start, end.rule) = (new.start, max(rule, end.rule))
                }
            }
            for value in values {
                new.value = value
                result.append(new)
                new.start = index < scalars.count ? scalars[index].start : end.start
            }
        }
        if changed { scalars = result }
        return changed
    }

    /// Says whether an entity is shown and not meant: alone in quotation marks, or between two backticks of a line.
    ///
    /// - Parameter tick: the backtick before it that has no partner yet.
    private func isShown(_ entity: Range<Int>, behind tick: Int?) -> Bool {
        if let tick, entity.upperBound - tick < 80 {
            if scalars[entity.upperBound...].prefix(80).contains(where: { $0.value == 0x60 }) { return true }
        }
        guard entity.lowerBound > 0, entity.upperBound < scalars.count else { return false }
        switch (scalars[entity.lowerBound - 1].value, scalars[entity.upperBound].value) {
        case (0x22, 0x22), (0x27, 0x27), (0x201C, 0x201D), (0x2018, 0x2019), (0x201E, 0x201C), (0xAB, 0xBB): return true
        default: return false
        }
    }

    /// The scalars of the entity that starts at `index`, and its length.
    private func entity(at index: Int) -> (values: [UInt32], length: Int)? {
        var text: [UInt8] = []
        var end = index + 1
        while end < scalars.count, text.count <= Self.longestEntity, scalars[end].value < 0x80 {
            let byte = UInt8(scalars[end].value)
            if byte == 0x3B { break }
            guard byte.isASCIILetter || byte.isASCIIDigit || (byte == 0x23 && text.isEmpty) else { return nil }
            text.append(byte)
            end += 1
        }
        guard end < scalars.count, scalars[end].value == 0x3B, !text.isEmpty else { return nil }
        let length = end + 1 - index
        guard text[0] == 0x23 else { return Entities.scalars(text.span).map { ($0, length) } }
        guard let number = Self.number(text[1...]) else { return nil }
        if number & 0xFFFF_FC00 == 0xD800, let (low, more) = lowSurrogate(at: end + 1) {
            return ([0x1_0000 + (number & 0x3FF) << 10 + low & 0x3FF], length + more)
        }
        return (Entities.scalar(number).map { [$0] } ?? [], length)
    }

    private func lowSurrogate(at index: Int) -> (value: UInt32, length: Int)? {
        guard index + 4 < scalars.count, scalars[index].value == 0x26, scalars[index + 1].value == 0x23 else {
            return nil
        }
        var end = index + 2
        var text: [UInt8] = []
        while end < scalars.count, text.count <= Self.longestEntity, scalars[end].value < 0x80,
            scalars[end].value != 0x3B
        {
            text.append(UInt8(scalars[end].value))
            end += 1
        }
        guard end < scalars.count, scalars[end].value == 0x3B, let number = Self.number(text[...]),
            number & 0xFFFF_FC00 == 0xDC00
        else { return nil }
        return (number, end + 1 - index)
    }

    /// The number that stands behind `&#`; one past Unicode's end counts as 110000.
    private static func number(_ text: ArraySlice<UInt8>) -> UInt32? {
        let isHex = text.first.map { $0 | 0x20 == 0x78 } ?? false
        let digits = isHex ? text.dropFirst() : text
        guard !digits.isEmpty else { return nil }
        var number: UInt32 = 0
        for byte in digits {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46 where isHex, 0x61...0x66 where isHex: digit = (byte | 0x20) - 0x57
            default: return nil
            }
            number = min(number * (isHex ? 16 : 10) + UInt32(digit), 0x11_0000)
        }
        return number
    }

    /// The longest name has 31 letters.
    static let longestEntity = 31

    /// Says whether there is a tag of HTML, any closing tag, a comment or a declaration.
    private var hasMarkup: Bool {
        guard let last = scalars.lastIndex(where: { $0.value == 0x3E }) else { return false }
        for index in scalars.indices where scalars[index].value == 0x3C && index < last {
            var start = index + 1
            switch scalars[start].value {
            case 0x21, 0x3F: return true
            case 0x2F: start += 1
            default: break
            }
            var name: [UInt8] = []
            while start + name.count < last, name.count < 16, scalars[start + name.count].value < 0x80 {
                let byte = UInt8(scalars[start + name.count].value)
                guard byte.isASCIILetter || byte.isASCIIDigit else { break }
                name.append(byte.asciiLowered)
            }
            guard name.first?.isASCIILetter == true else { continue }
            if scalars[start - 1].value == 0x2F { return true }
            switch scalars[start + name.count].value {
            case 0x20, 0x09, 0x2F, 0x3E:
                if Self.elements.contains(String(decoding: name, as: UTF8.self)) { return true }
            default: break
            }
        }
        return false
    }

    /// Source: the HTML standard's index of elements, with those that it calls obsolete.
    private static let elements = Set(
        """
        a abbr acronym address applet area article aside audio b base bdi bdo big blockquote body br button canvas caption \
        center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption \
        figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd \
        label legend li link main map mark marquee menu meta meter nav nobr noscript object ol optgroup option output p \
        param picture pre progress q rp rt ruby s samp script search section select slot small source span strike strong \
        style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr
        """
        .split(separator: " ").map(String.init)
    )
}
