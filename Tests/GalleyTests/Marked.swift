import GalleyText
@testable import galley

/// An article with changes, made by hand for the tests of the page.
struct Marked {
    private(set) var text: [UInt8]
    private var edits: [(range: Range<Int>, new: [UInt8], mark: (stage: String, rule: String, why: String))] = []
    var findings: [(stage: String, finding: Finding)] = []
    var tags: [Tag] = []
    var verdict = Verdict.deliver
    var isUndone = true

    init(_ text: String) { self.text = Array(text.utf8) }

    /// Where the `nth` copy of `part` stands, from 0.
    func range(of part: String, _ nth: Int = 0) -> Range<Int> {
        let part = Array(part.utf8)
        var left = nth
        for start in 0..<max(0, text.count - part.count + 1) where text[start..<start + part.count].elementsEqual(part)
        {
            if left == 0 { return start..<start + part.count }
            left -= 1
        }
        preconditionFailure("no such text")
    }

    /// Replaces the `nth` copy of `old`.
    mutating func replace(
        _ old: String,
        _ nth: Int = 0,
        with new: String,
        by stage: String,
        _ rule: String,
        _ why: String = ""
    ) {
        edits.append((range(of: old, nth), Array(new.utf8), (stage, rule, why)))
    }

    mutating func insert(_ new: String, at offset: Int, by stage: String, _ rule: String) {
        edits.append((offset..<offset, Array(new.utf8), (stage, rule, "")))
    }

    var run: DryRun {
        var stages: [String] = []
        for edit in edits where !stages.contains(edit.mark.stage) { stages.append(edit.mark.stage) }
        let edits = edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
        var composition = Composition(count: text.count)
        for (number, stage) in stages.enumerated() {
            var list = EditList()
            for edit in edits where edit.mark.stage == stage {
                // The passes before have moved the text.
                let shift = edits.filter { $0.range.upperBound <= edit.range.lowerBound }
                    .filter { stages[..<number].contains($0.mark.stage) }
                    .reduce(0) { $0 + $1.new.count - $1.range.count }
                let range = edit.range.lowerBound + shift..<edit.range.upperBound + shift
                list.append(range, with: edit.new.span, rule: edit.mark.rule, why: edit.mark.why)
            }
            composition.add(list)
        }
        return DryRun(
            name: "story.txt",
            original: text,
            hunks: composition.hunks,
            stages: stages,
            findings: findings,
            tags: tags,
            verdict: verdict,
            isUndone: isUndone
        )
    }

    func page(width: Int = 100, color: Bool = false) -> String {
        String(decoding: DryRunPage(run, width: width, usesColor: color).bytes, as: UTF8.self)
    }
}
