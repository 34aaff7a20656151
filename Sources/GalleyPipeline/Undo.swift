public import GalleyText

/// Why a clean copy cannot be turned back into what came in.
public struct UndoRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// The reason, in lower case, without a full stop.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Gives the input of a cleaning back, byte for byte, from its clean copy and its record.
public enum Undo {
    /// The input that `record` tells of.
    ///
    /// - Parameters:
    ///   - copy: the clean copy in its output format.
    ///   - record: the sidecar, or the `record` inside the copy.
    /// - Throws: `UndoRefusal` if the two do not belong together, or the record is not a full one.
    public static func original(of copy: [UInt8], by record: JSONValue) throws(UndoRefusal) -> [UInt8] {
        guard let schema = record["schema"]?.count else { throw UndoRefusal("this is not a record of Galley") }
        guard schema == RecordWriter.schema else {
            throw UndoRefusal("the record has schema \(schema); this version reads schema \(RecordWriter.schema)")
        }
        guard let input = record["input"], let output = record["output"], let stages = record["stages"]?.items,
            let format = output["format"]?.text.flatMap(DocumentFormat.init(rawValue:)),
            let inputDigest = input["sha256"]?.text, let outputDigest = output["sha256"]?.text
        else { throw UndoRefusal("the record is damaged: input, output or stages are missing") }
        if let action = record["verdict"]?["action"]?.text, action != "deliver", format == .text || format == .markdown
        {
            throw UndoRefusal("the article was set aside: there is no clean copy of it")
        }
        guard input["encoding"] != nil || input["field"] != nil else {
            throw UndoRefusal("the record is a summary; only a full record can be undone")
        }
        let rendered = try Rendered(copy, format, isInside: input["field"] != nil && input["before"] == nil, input)
        let digested = rendered.isText ? copy : rendered.text
        guard Digest(digested.span).description == outputDigest else {
            throw UndoRefusal("the clean copy is not the one that the record tells of, or was changed since")
        }
        var text = try rendered.text.without(added: output["added"], isText: rendered.isText)
        for stage in stages.reversed() { text = try text.undoing(stage["edits"], of: stage["stage"]?.text ?? "?") }
        let original = try rendered.wrap(text, input)
        guard Digest(original.span).description == inputDigest else {
            throw UndoRefusal("the record is damaged: what it gives back is not what came in")
        }
        return original
    }

    /// The input of an object that carries its record inside, as JSON output does.
    ///
    /// - Parameter object: the object, or a line of JSON Lines.
    /// - Throws: `UndoRefusal`.
    public static func original(of object: [UInt8]) throws(UndoRefusal) -> [UInt8] {
        let value: JSONValue
        do throws(JSONFault) {
            let start = object.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            value = try JSONValue(object.span, in: start..<object.count)
        } catch {
            throw UndoRefusal("this is not an object of JSON: \(error.message)")
        }
        guard let record = value["galley"]?["record"] else {
            throw UndoRefusal("there is no record inside; name the record and the clean copy")
        }
        return try original(of: object, by: record)
    }

    /// A clean copy taken apart.
    private struct Rendered {
        /// The text of the article; for text and Markdown with what the format added.
        let text: [UInt8]
        let isText: Bool
        private let copy: [UInt8]
        private let members: Members?

        private struct Members {
            let text: Range<Int>
            let galley: Range<Int>?
            let galleyKey: Range<Int>?
        }

        init(_ copy: [UInt8], _ format: DocumentFormat, isInside: Bool, _ input: JSONValue) throws(UndoRefusal) {
            self.copy = copy
            isText = format == .text || format == .markdown
            guard !isText else {
                (text, members) = (copy, nil)
                return
            }
            let field = isInside ? input["field"]?.text ?? "text" : "text"
            do throws(JSONFault) {
                let bytes = copy.span
                var scanner = JSONScanner(bytes, in: (copy.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)..<copy.count)
                var found: (text: Range<Int>?, galley: Range<Int>?, key: Range<Int>?)
                for member in try scanner.object() {
                    let key = String(decoding: JSONString(bytes, at: member.key).text, as: UTF8.self)
                    if key == field { found.text = member.value }
                    if key == "galley" { (found.galley, found.key) = (member.value, member.key) }
                }
                guard let place = found.text, bytes[place.lowerBound] == 0x22 else {
                    throw JSONFault(offset: 0, message: "there is no text in the field '\(field)'")
                }
                text = JSONString(bytes, at: place).text
                members = Members(text: place, galley: found.galley, galleyKey: found.key)
            } catch {
                throw UndoRefusal("the clean copy is not the JSON that the record tells of: \(error.message)")
            }
        }

        /// Puts the text back where it lay.
        func wrap(_ text: [UInt8], _ input: JSONValue) throws(UndoRefusal) -> [UInt8] {
            if let original = input["original"]?.bytes { return original }
            if let encoding = input["encoding"]?.text {
                let whole = (input["front-matter"]?.bytes ?? []) + text
                if input["edits"] != nil { return try whole.undoing(input["edits"], of: "decode") }
                guard let raw = Decoding.encode(whole, as: encoding) else {
                    throw UndoRefusal("the record is damaged: the text has no form in \(encoding)")
                }
                return raw
            }
            var token = input["token"]?.bytes ?? []
            if token.isEmpty {
                token.append(jsonString: text.span, escapes: input["escapes"]?.text.flatMap(JSONEscapes.init) ?? .utf8)
            }
            if let before = input["before"]?.bytes, let after = input["after"]?.bytes { return before + token + after }
            guard let members, let galley = members.galley, let key = members.galleyKey,
                let count = input["bytes"]?.count
            else { throw UndoRefusal("the clean copy has no member 'galley'") }
            let earlier = input["galley"]?.bytes
            // Without an earlier one, key and value came in behind a comma.
            let gone = earlier == nil ? key.lowerBound - 1..<galley.upperBound : galley
            var original: [UInt8] = []
            if members.text.lowerBound < gone.lowerBound {
                original += copy[..<members.text.lowerBound] + token + copy[members.text.upperBound..<gone.lowerBound]
                original += (earlier ?? []) + copy[gone.upperBound...]
            } else {
                original += copy[..<gone.lowerBound] + (earlier ?? []) + copy[gone.upperBound..<members.text.lowerBound]
                original += token + copy[members.text.upperBound...]
            }
            // A line feed may have been added at the end.
            return Array(original.prefix(count))
        }
    }
}

extension [UInt8] {
    /// Takes out what the output format had added.
    fileprivate func without(added: JSONValue?, isText: Bool) throws(UndoRefusal) -> [UInt8] {
        guard isText, let places = added?.items else { return self }
        var text: [UInt8] = []
        var start = 0
        for place in places {
            guard let numbers = place.items, numbers.count == 2, let at = numbers[0].count,
                let length = numbers[1].count,
                at >= start, at + length <= count
            else { throw UndoRefusal("the record is damaged: 'added' does not fit the clean copy") }
            text += self[start..<at]
            start = at + length
        }
        return text + self[start...]
    }

    /// The text before `edits` were made.
    fileprivate func undoing(_ edits: JSONValue?, of stage: String) throws(UndoRefusal) -> [UInt8] {
        let damaged = UndoRefusal("the record is damaged: an edit of \(stage) does not fit the clean copy")
        guard let edits = edits?.items else { throw damaged }
        var before: [UInt8] = []
        before.reserveCapacity(count)
        var start = 0
        var shift = 0
        for edit in edits {
            guard let at = edit["at"]?.count, let removed = edit["removed"]?.bytes,
                let inserted = edit["inserted"]?.bytes
            else { throw damaged }
            let place = at + shift
            guard place >= start, place + inserted.count <= count,
                self[place..<place + inserted.count].elementsEqual(inserted)
            else { throw damaged }
            before += self[start..<place]
            before += removed
            start = place + inserted.count
            shift += inserted.count - removed.count
        }
        return before + self[start...]
    }
}
