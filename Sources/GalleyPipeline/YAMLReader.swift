internal import CMasks
public import GalleyStages
internal import GalleyText

/// YAML files as settings, each with its exact place, and everything that is wrong with them.
///
/// The subset is what a pipeline, a pack or a taxonomy needs: one document of text, lists and mappings. Everything is
/// text; what `2`, `no` or `~` means is for the option to say. Aliases may be used where they stay small when written
/// out; tags, merge keys and keys that are not text are refused.
public enum YAML {
    /// How many values the aliases of a file may stand for, all together.
    static let aliasLimit = 10_000
    /// How deep lists and mappings may lie in one another.
    static let depthLimit = 64

    /// Reads a file.
    ///
    /// - Parameter file: the number of the file in the places.
    /// - Returns: the value, `nil` if the file is not YAML; and what is wrong, also if there is a value.
    /// - Complexity: O(*n*), once again for each missing space after a colon or a dash, up to a bound.
    public static func read(_ bytes: [UInt8], file: Int = 0) -> (setting: Setting?, mistakes: [Mistake]) {
        var reader = YAMLReader(SourceFile(name: "", bytes), file: file)
        let (setting, mistakes) = reader.read()
        return (setting, mistakes.inOrder)
    }
}

struct YAMLReader {
    /// Why reading ends before the file does.
    private enum Halt: Error {
        case syntax(YAMLSyntaxError)
        case mistake(Mistake)
    }

    private let file: Int
    private var source: SourceFile
    /// Where a space was put in behind a colon or a dash, so that the rest of the file could be read.
    private var spaces: [YAMLMark] = []
    private var mistakes: [Mistake] = []
    private var anchors: [String: (setting: Setting, size: Int)] = [:]
    private var valuesOfAliases = 0

    init(_ source: SourceFile, file: Int) { (self.source, self.file) = (source, file) }

    mutating func read() -> (setting: Setting?, mistakes: [Mistake]) {
        if let mistake = unreadable() { return (nil, [mistake]) }
        var missingSpaces: [Mistake] = []
        while true {
            (mistakes, anchors, valuesOfAliases) = ([], [:], 0)
            do throws(Halt) {
                let setting = try document()
                return (setting, missingSpaces + mistakes)
            } catch {
                let syntax: YAMLSyntaxError
                switch error {
                case .mistake(let mistake): return (nil, missingSpaces + mistakes + [mistake])
                case .syntax(let error): syntax = error
                }
                guard missingSpaces.count < 32, let (word, start) = syntax.wordWithoutSpace(in: source) else {
                    let (mark, length, message, hint) = syntax.explained(in: source)
                    let end = YAMLMark(line: mark.line, column: mark.column + length)
                    return (nil, missingSpaces + mistakes + [Mistake(at: place(mark, end), message, hint: hint)])
                }
                let end = YAMLMark(line: start.line, column: start.column + word.count)
                missingSpaces.append(Mistake(at: place(start, end), missingSpace(after: word), hint: "write \(word) …"))
                var bytes = source.bytes
                bytes.insert(0x20, at: source.offset(of: end))
                source = SourceFile(name: source.name, bytes)
                spaces.append(end)
            }
        }
    }

    /// Bytes that no YAML file may hold.
    private func unreadable() -> Mistake? {
        let bytes = source.bytes.span
        if let invalid = bytes.firstInvalidUTF8() {
            let mark = source.mark(of: invalid.lowerBound)
            let byte = String(bytes[invalid.lowerBound], radix: 16, uppercase: true)
            return Mistake(at: place(mark, mark), "the byte \(byte) is not UTF-8", hint: "save the file as UTF-8")
        }
        guard let (offset, value) = bytes.firstOutsideYAML() else { return nil }
        let mark = source.mark(of: offset)
        let digits = String(value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return Mistake(at: place(mark, mark), "the control character \(code) cannot stand in YAML")
    }

    private mutating func document() throws(Halt) -> Setting? {
        var events = YAMLEvents(source.bytes)
        var result: Setting?
        while true {
            let event = try next(&events)
            switch event.kind {
            case .streamEnd:
                let start = YAMLMark(line: 0, column: 0)
                if result == nil { mistakes.append(Mistake(at: place(start, start), "the file is empty")) }
                return result
            case .documentStart where result != nil:
                throw .mistake(
                    Mistake(at: place(event.start, event.end), "a second document begins here; a file holds one")
                )
            case .documentStart:
                result = try node(next(&events), &events, depth: 0).setting
            default: break
            }
        }
    }

    private func next(_ events: inout YAMLEvents) throws(Halt) -> YAMLEvent {
        do throws(YAMLSyntaxError) { return try events.next() } catch { throw .syntax(error) }
    }

    /// The value that `event` begins, and how many values it is made of.
    private mutating func node(
        _ event: YAMLEvent,
        _ events: inout YAMLEvents,
        depth: Int
    ) throws(Halt) -> (setting: Setting, size: Int) {
        let here = place(event.start, event.end)
        if let tag = event.tag {
            let name = tag.replacing("tag:yaml.org,2002:", with: "!!")
            mistakes.append(Mistake(at: here, "the tag '\(name)' is not read; leave it out"))
        }
        guard depth < YAML.depthLimit else {
            throw .mistake(Mistake(at: here, "more than \(YAML.depthLimit) lists and mappings lie in one another"))
        }
        var setting: Setting
        var size = 1
        switch event.kind {
        case .scalar(let text, let plain):
            // Only an escape can write it.
            if !plain, text.utf8.span.firstIndex(of: 0, in: 0..<text.utf8.count) != nil {
                mistakes.append(Mistake(at: here, "the control character U+0000 cannot stand in a text"))
            }
            setting = Setting(.scalar(text, plain: plain), at: here)
        case .alias(let name):
            guard let anchor = anchors[name] else {
                throw .mistake(Mistake(at: here, "no anchor '&\(name)' stands above", hint: YAMLSyntaxError.quoteStar))
            }
            valuesOfAliases += anchor.size
            guard valuesOfAliases <= YAML.aliasLimit else {
                throw .mistake(Mistake(at: here, "aliases stand for more than \(YAML.aliasLimit) values"))
            }
            return anchor
        case .sequenceStart:
            var items: [Setting] = []
            while true {
                let event = try next(&events)
                if case .sequenceEnd = event.kind { break }
                let item = try node(event, &events, depth: depth + 1)
                items.append(item.setting)
                size += item.size
            }
            setting = Setting(.sequence(items), at: here)
        default:
            (setting, size) = try mapping(from: here, &events, depth: depth)
        }
        if let anchor = event.anchor { anchors[anchor] = (setting, size) }
        return (setting, size)
    }

    private mutating func mapping(
        from here: Setting.Place,
        _ events: inout YAMLEvents,
        depth: Int
    ) throws(Halt) -> (setting: Setting, size: Int) {
        var pairs: [(key: Setting, value: Setting)] = []
        var lines: [String: Int] = [:]
        func firstLine(of name: String) -> Int? {
            guard pairs.count > 16 else { return pairs.first { $0.key.text == name }?.key.place.line }
            if lines.isEmpty { for pair in pairs { lines[pair.key.text ?? ""] = pair.key.place.line } }
            return lines[name]
        }
        var size = 1
        while true {
            let event = try next(&events)
            if case .mappingEnd = event.kind { break }
            let key = try node(event, &events, depth: depth + 1)
            let value = try node(next(&events), &events, depth: depth + 1)
            size += key.size + value.size
            guard let name = key.setting.text, !name.isEmpty else {
                let what = key.setting.text == nil ? key.setting.described : "nothing"
                mistakes.append(Mistake(at: key.setting.place, "a key is text, not \(what)"))
                continue
            }
            if name == "<<", key.setting.value == .scalar("<<", plain: true) {
                mistakes.append(
                    Mistake(at: key.setting.place, "the merge key '<<' is not read; write the keys out")
                )
            } else if let line = firstLine(of: name) {
                mistakes.append(
                    Mistake(at: key.setting.place, "the key '\(name)' is here twice; first in line \(line)")
                )
            } else {
                if !lines.isEmpty { lines[name] = key.setting.place.line }
                pairs.append((key.setting, value.setting))
            }
        }
        // A mapping in block style is pointed at by its first key.
        let isBlock = pairs.first.map { $0.key.place.line == here.line && $0.key.place.column == here.column } ?? false
        return (Setting(.mapping(pairs), at: isBlock ? pairs[0].key.place : here), size)
    }

    /// The place between two marks, cut at the end of its line.
    private func place(_ start: YAMLMark, _ end: YAMLMark) -> Setting.Place {
        var column = start.column
        var length = end.column - start.column
        if end.line != start.line {
            let line = source.line(start.line).unicodeScalars
            length = line.count - start.column
        }
        for space in spaces.reversed() where space.line == start.line && space.column < column { column -= 1 }
        return Setting.Place(file: file, line: start.line + 1, column: column + 1, length: max(1, length))
    }
}

/// The message for a key or a dash that runs into what follows it.
func missingSpace(after word: String) -> String { "a space is missing after '\(word)'" }

extension Span<UInt8> {
    /// The first scalar that YAML 1.1 does not allow: control characters other than tab, line breaks and U+0085.
    ///
    /// - Complexity: O(*n*).
    fileprivate func firstOutsideYAML() -> (offset: Int, value: UInt32)? {
        var index = 0
        while true {
            index = unsafe firstIndex(in: index..<count, mask_unusual)
            guard index < count else { return nil }
            let byte = self[index]
            if byte < 0x80 {
                if byte != 0x26, byte != 0x0D { return (index, UInt32(byte)) }
                index += 1
                continue
            }
            let (value, length) = scalar(at: index)
            if (0x80..<0xA0).contains(value) && value != 0x85 || value == 0xFFFE || value == 0xFFFF
                || value == 0xFEFF && index > 0
            {
                return (index, value)
            }
            index += length
        }
    }
}
