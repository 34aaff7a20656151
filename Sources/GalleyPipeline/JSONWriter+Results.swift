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
        beginObject()
        key("term")
        string(evidence.term)
        key("weight")
        number(evidence.weight)
        key("count")
        integer(evidence.count)
        if evidence.inHeadline > 0 {
            key("headline")
            integer(evidence.inHeadline)
        }
        key("at")
        beginArray()
        for offset in evidence.offsets { integer(offset) }
        endArray()
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
