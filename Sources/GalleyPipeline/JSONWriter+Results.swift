public import GalleyText

extension JSONWriter {
    /// Writes the member `topics`, with the terms that spoke for each.
    public mutating func topics(_ tags: [Tag]) {
        key("topics")
        beginArray()
        for tag in tags {
            beginObject()
            key("id")
            string(tag.id)
            key("label")
            string(tag.label)
            key("score")
            number(tag.score)
            key("by")
            string(tag.source.rawValue)
            key("terms")
            beginArray()
            for evidence in tag.evidence { term(evidence) }
            endArray()
            endObject()
        }
        endArray()
    }

    private mutating func term(_ evidence: Tag.Evidence) {
        let term = evidence.term.utf8.span
        let isShort = term.count <= Self.short
        if !isShort {
            beginObject()
            key("term")
            string(term)
        }
        value(of: 6 * Self.short + 21 * evidence.offsets.count + 128) { json in
            if isShort {
                json.append(json: "{\"term\":")
                json.append(string: term)
                json.append(json: ",")
            }
            json.append(json: "\"weight\":")
            json.append(number: evidence.weight)
            json.append(json: ",\"count\":")
            json.append(integer: evidence.count)
            if evidence.inHeadline > 0 {
                json.append(json: ",\"headline\":")
                json.append(integer: evidence.inHeadline)
            }
            json.append(json: ",\"at\":[")
            for number in evidence.offsets.indices {
                if number > 0 { json.append(0x2C) }
                json.append(integer: evidence.offsets[number])
            }
            json.append(json: "]}")
        }
    }

    /// The most bytes of a string that is written in one step with what stands around it.
    private static var short: Int { 256 }

    /// Writes the edits of a pass over `before` as an array.
    mutating func edits(_ list: EditList, of before: [UInt8]) {
        let (before, inserted) = (before.span, list.inserted.span)
        beginArray()
        for edit in list.edits {
            let (removed, inserted) = (before.extracting(edit.range), inserted.extracting(edit.replacement))
            let (rule, why) = (edit.rule.utf8.span, edit.why.utf8.span)
            if max(removed.count, inserted.count, rule.count, why.count) > Self.short
                || removed.firstNonASCII(in: 0..<removed.count) < removed.count && removed.firstInvalidUTF8() != nil
            {
                self.edit(edit, removed, inserted)
                continue
            }
            value(of: 6 * (removed.count + inserted.count + rule.count + why.count) + 96) { json in
                json.append(json: "{\"at\":")
                json.append(integer: edit.range.lowerBound)
                json.append(json: ",\"removed\":")
                json.append(string: removed)
                json.append(json: ",\"inserted\":")
                json.append(string: inserted)
                json.append(json: ",\"rule\":")
                json.append(string: rule)
                if !why.isEmpty {
                    json.append(json: ",\"why\":")
                    json.append(string: why)
                }
                json.append(json: "}")
            }
        }
        endArray()
    }

    private mutating func edit(_ edit: Edit, _ removed: Span<UInt8>, _ inserted: Span<UInt8>) {
        beginObject()
        key("at")
        integer(edit.range.lowerBound)
        key("removed")
        text(removed)
        key("inserted")
        string(inserted)
        key("rule")
        string(edit.rule)
        if !edit.why.isEmpty {
            key("why")
            string(edit.why)
        }
        endObject()
    }

    /// Writes the member `verdict`.
    public mutating func verdict(_ verdict: Verdict) {
        key("verdict")
        beginObject()
        key("action")
        switch verdict {
        case .deliver: string("deliver")
        case .setAside(let reason, let message):
            string("set-aside")
            key("reason")
            string(reason)
            key("message")
            string(message)
        case .duplicate(let resemblance):
            string("duplicate")
            key("relation")
            string(resemblance.relation.rawValue)
            key("of")
            string(resemblance.other)
        }
        endObject()
    }

    /// Writes the member `resembles`.
    public mutating func resemblance(_ resemblance: Resemblance) {
        key("resembles")
        beginObject()
        key("relation")
        string(resemblance.relation.rawValue)
        key("of")
        string(resemblance.other)
        // In seconds since 1970, since only delivery knows calendars.
        key("time")
        integer(resemblance.time)
        key("words")
        integer(resemblance.words)
        key("containment")
        number((resemblance.containment * 1000).rounded() / 1000)
        key("shared")
        integer(resemblance.shared)
        endObject()
    }

    /// Writes the members of a sketch, with their version.
    public mutating func sketch(_ sketch: Sketch) {
        let traits = sketch.traits
        key("version")
        integer(Sketch.version)
        key("shingle")
        integer(Sketch.shingle)
        key("exact")
        string(Self.digits(traits.exact.high) + Self.digits(traits.exact.low))
        if traits.title != 0 {
            key("title")
            string(Self.digits(traits.title))
        }
        if traits.numbers != 0 {
            key("numbers")
            string(Self.digits(traits.numbers))
        }
        key("words")
        integer(traits.words)
        key("step")
        integer(sketch.step)
        key("sample")
        beginArray()
        for hash in sketch.sample { integer(Int(hash)) }
        endArray()
    }

    private static func digits(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
