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
        case .duplicate(let other):
            string("duplicate")
            key("of")
            string(other)
        }
        endObject()
    }
}
