internal import GalleyPipeline
internal import GalleyText

extension DryRun {
    /// Appends the run as one line of JSON: places are bytes of the original from 0, lines and columns count from 1.
    func append(to lines: inout [UInt8]) {
        var json = JSONWriter(lines)
        lines = []
        json.beginObject()
        json.member("schema", 1)
        json.member("name", name)
        json.member("encoding", encoding)
        let text = Marks(original: original, hunks: hunks, stages: stages, findings: findings)
        append(text, linesBefore: linesBefore, to: &json)
        if let title {
            json.key("title")
            json.beginObject()
            append(title, linesBefore: 0, to: &json)
            json.endObject()
        }
        json.member("language", language.rawValue)
        json.topics(tags)
        json.verdict(verdict)
        if let resemblance { json.resemblance(resemblance) }
        let words = words
        json.key("words")
        json.beginObject()
        json.member("kept", words.kept)
        json.member("all", words.all)
        json.endObject()
        json.member("undone", isUndone)
        json.endObject()
        json.endLine()
        lines = json.bytes
    }

    private func append(_ marks: Marks, linesBefore: Int, to json: inout JSONWriter) {
        let diff = LineDiff(marks.original, [])
        json.key("changes")
        json.beginArray()
        for hunk in marks.hunks {
            json.beginObject()
            append(hunk.original, in: diff, linesBefore, to: &json)
            append(hunk, of: marks, to: &json)
            json.endObject()
        }
        json.endArray()
        json.key("findings")
        json.beginArray()
        for (stage, finding) in marks.findings {
            json.beginObject()
            append(finding.range, in: diff, linesBefore, to: &json)
            for (key, value) in [("stage", stage), ("rule", finding.rule), ("message", finding.message)] {
                json.key(named: key)
                json.string(value)
            }
            json.endObject()
        }
        json.endArray()
    }

    private func append(_ range: Range<Int>, in diff: LineDiff, _ linesBefore: Int, to json: inout JSONWriter) {
        let place = diff.place(of: range.lowerBound)
        for (key, value) in [
            ("line", place.line + linesBefore), ("column", place.column), ("at", range.lowerBound),
            ("length", range.count),
        ] {
            json.key(named: key)
            json.integer(value)
        }
    }

    private func append(_ hunk: Hunk, of text: Marks, to json: inout JSONWriter) {
        json.key("removed")
        json.string(text.original.span.extracting(hunk.original))
        json.key("inserted")
        json.string(hunk.replacement.span)
        json.key("marks")
        json.beginArray()
        for mark in hunk.marks {
            json.beginObject()
            json.member("stage", text.stages[mark.pass])
            json.member("rule", mark.rule)
            if !mark.why.isEmpty {
                json.member("why", mark.why)
            }
            json.endObject()
        }
        json.endArray()
    }
}
