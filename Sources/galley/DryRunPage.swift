internal import GalleyDelivery
internal import GalleyText

/// A dry run for people to read: a diff on the original with the rule at each mark, then topics, findings and totals.
struct DryRunPage {
    private let run: DryRun
    private let width: Int
    private let diff: LineDiff
    private let layout: DiffLayout
    /// The columns before the text: number, sign and the spaces around them.
    private let gutter: Int
    private var page: Page

    /// The bytes of the page.
    var bytes: [UInt8] { page.bytes }

    /// Lays out a run for a terminal of `width` columns.
    init(_ run: DryRun, width: Int, usesColor: Bool) {
        self.run = run
        self.width = max(width, 60)
        diff = LineDiff(run.original, run.hunks)
        gutter = max(5, String(diff.lines.count + run.linesBefore).count + 2) + 3
        let label = { (mark: Hunk.Mark) in Self.label(run.stages[mark.pass], mark.rule, mark.why) }
        let longest = run.hunks.reduce(0) { $1.marks.reduce($0) { max($0, Columns.count(label($1))) } }
        // Where the rules are long, the text still gets two fifths, and they go below.
        let forText = max(self.width - gutter - longest - 2, (self.width - gutter) * 2 / 5)
        layout = DiffLayout(diff: diff, width: forText, usesColor: usesColor, label: label)
        page = Page(usesColor: usesColor)
        page.put(Path(run.name).display, .title)
        if run.encoding != "utf-8" { page.put("  (\(run.encoding))", .quiet) }
        page.endLine()
        putDiff()
        putVerdict()
        putTopics()
        putFindings()
        putTotals()
    }

    /// A mark as the column of rules has it, such as `strip-navigation › next-teaser (en)`.
    private static func label(_ stage: String, _ rule: String, _ why: String) -> String {
        // `copy of line 1` says all that `copy-of-headline` does.
        if why.hasPrefix(rule.prefix { $0 != "-" } + " ") { return "\(stage) › \(why)" }
        return "\(stage) › \(rule)" + (why.isEmpty ? "" : " (\(why))")
    }

    // MARK: The diff

    private mutating func putDiff() {
        let outline = DiffOutline(layout, contextWidth: width - gutter)
        let title = titleRows
        let labelled = (title + outline.rows).filter { !$0.labels.isEmpty }
        let column = min(labelled.map(\.columns).max() ?? 0, layout.width)
        for (index, row) in title.enumerated() { put(row, index == 0 ? "title" : "", rulesAt: column + 2) }
        for (index, row) in outline.rows.enumerated() {
            if outline.gaps.contains(index) {
                page.space(gutter - 2)
                page.put("⋮", .quiet)
                page.endLine()
            }
            put(row, row.number.map { String($0 + run.linesBefore) } ?? "", rulesAt: column + 2)
        }
        if !title.isEmpty || !outline.rows.isEmpty { page.endLine() }
    }

    /// What is done to the title that came with the article.
    private var titleRows: [DiffRow] {
        guard let title = run.title else { return [] }
        let label = { (mark: Hunk.Mark) in Self.label(title.stages[mark.pass], mark.rule, mark.why) }
        let diff = LineDiff(title.original, title.hunks)
        let layout = DiffLayout(diff: diff, width: layout.width, usesColor: layout.usesColor, label: label)
        return diff.entries.flatMap { layout.rows(of: $0) }
    }

    private mutating func put(_ row: DiffRow, _ number: String, rulesAt column: Int) {
        page.space(gutter - 3 - number.count)
        page.put(number, .quiet)
        page.space(1)
        let ink: Page.Ink =
            switch row.sign {
            case .removed: .removed
            case .added: .added
            case .context, .changed: .plain
            }
        page.put(row.sign.rawValue, ink)
        page.space(1)
        for piece in row.pieces { page.put(piece.text, piece.ink) }
        var used = row.columns
        for label in row.labels {
            // One that would run over the edge begins before the others.
            let start = max(2, min(column, width - gutter - Columns.count(label)))
            if used > start - 2 {
                page.endLine()
                used = -gutter
            }
            page.space(start - used)
            page.put(label, .quiet)
            page.endLine()
            used = -gutter
        }
        if row.labels.isEmpty { page.endLine() }
    }

    // MARK: What is below it

    private mutating func putVerdict() {
        switch run.verdict {
        case .deliver:
            guard let other = run.resemblance else { return }
            page.put("  delivered", .quiet)
            page.put("  \(other.message)")
        case .setAside(let reason, let message):
            page.put("  set aside", .doubtful)
            page.put("  \(reason): \(message)")
        case .duplicate(let other):
            page.put("  dropped", .doubtful)
            page.put("  \(other.message)")
        }
        page.endLine()
    }

    private mutating func putTopics() {
        let labels = run.tags.map { Columns.count($0.label) }
        let scores = run.tags.map {
            $0.source == .rules ? Self.score($0.score) : "\(Int(($0.score * 100).rounded())) %"
        }
        let (longest, longestID) = (labels.max() ?? 0, run.tags.map(\.id.count).max() ?? 0)
        let longestScore = scores.map(\.count).max() ?? 0
        for (index, tag) in run.tags.enumerated() {
            page.put(index == 0 ? "  topics   " : "           ", .quiet)
            page.put(tag.label)
            page.space(longest - labels[index] + 2)
            page.put(tag.id, .quiet)
            page.space(longestID - tag.id.count + 2 + longestScore - scores[index].count)
            page.put(scores[index])
            let room = width - 11 - longest - longestID - longestScore - 7
            page.put("   " + Self.evidence(tag, room: room), .quiet)
            page.endLine()
        }
    }

    private static func score(_ score: Double) -> String {
        let tenths = Int((score * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// The terms that spoke, such as `aggression ×4, sanctions ×3`, as many as fit.
    private static func evidence(_ tag: Tag, room: Int) -> String {
        var text = ""
        for evidence in tag.evidence {
            let term = evidence.term + (evidence.count > 1 ? " ×\(evidence.count)" : "")
            if !text.isEmpty, Columns.count(text) + Columns.count(term) + 5 > room { return text + ", …" }
            text += text.isEmpty ? term : ", " + term
        }
        return text
    }

    private mutating func putFindings() {
        let inTitle = run.title?.findings ?? []
        let findings = inTitle + run.findings
        let places =
            inTitle.map { _ in "title" }
            + run.findings.map { finding in
                let place = diff.place(of: finding.finding.range.lowerBound)
                return "\(place.line + run.linesBefore):\(place.column)"
            }
        let longest = places.map(\.count).max() ?? 0
        let messages = findings.map { Columns.count($0.finding.message) }
        let longestMessage = min(messages.max() ?? 0, width * 11 / 20)
        for (index, (stage, finding)) in findings.enumerated() {
            page.put(index == 0 ? "  findings " : "           ", .quiet)
            page.put(places[index], .doubtful)
            page.space(longest - places[index].count + 2)
            page.put(finding.message)
            page.space(max(0, longestMessage - messages[index]) + 2)
            page.put(Self.label(stage, finding.rule, ""), .quiet)
            page.endLine()
        }
    }

    private mutating func putTotals() {
        let words = run.words
        let stages = run.markingStages
        var parts = [
            "kept \(words.kept) of \(words.all) words",
            stages.isEmpty
                ? "0 marks" : "\(counted(stages.count, "mark")) by \(counted(Set(stages).count, "stage"))",
            counted(run.findingCount, "finding"),
        ]
        if run.isUndone {
            if !stages.isEmpty { parts.append("undone again to the byte") }
        } else {
            parts.append("NOT undone again to the byte")
        }
        page.put("  " + parts.joined(separator: " · "), run.isUndone ? .plain : .removed)
        page.endLine()
    }

}
