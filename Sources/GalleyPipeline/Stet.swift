internal import GalleyStages
internal import GalleyText

/// The places that no stage may touch: found once, on whole lines, and carried along through every edit.
struct Stet {
    private var ranges: [Range<Int>] = []

    init(_ patterns: [LinePattern], in article: Article) {
        guard !patterns.isEmpty else { return }
        for line in article.lines where !line.isBlank {
            if patterns.contains(where: { $0.matches(article.bytes, line.trimmed) }) { ranges.append(line.trimmed) }
        }
    }

    /// The edits that touch nothing protected, and a finding for each of the others.
    func filter(_ edits: EditList) -> (edits: EditList, dropped: [Finding]) {
        guard !ranges.isEmpty, !edits.isEmpty else { return (edits, []) }
        var kept = EditList()
        var dropped: [Finding] = []
        for edit in edits.edits {
            // An insertion at either end of a protected line leaves the line as it is.
            let touched = ranges.contains {
                edit.range.lowerBound < $0.upperBound && $0.lowerBound < edit.range.upperBound
            }
            if touched {
                dropped.append(
                    Finding(
                        range: edit.range,
                        rule: "stet",
                        message: "\(edit.rule) wanted to change a line that stands"
                    )
                )
            } else {
                kept.append(
                    edit.range,
                    with: edits.inserted.span.extracting(edit.replacement),
                    rule: edit.rule,
                    why: edit.why
                )
            }
        }
        return (kept, dropped)
    }

    /// Moves the places to where they are after `edits`.
    mutating func carry(through edits: EditList) {
        guard !ranges.isEmpty else { return }
        var shift = 0
        var next = 0
        for index in ranges.indices {
            while next < edits.edits.count, edits.edits[next].range.upperBound <= ranges[index].lowerBound {
                shift += edits.edits[next].replacement.count - edits.edits[next].range.count
                next += 1
            }
            ranges[index] = ranges[index].lowerBound + shift..<ranges[index].upperBound + shift
        }
    }
}
