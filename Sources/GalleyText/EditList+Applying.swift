extension EditList {
    /// What is wrong with the first edit that cannot be applied to `text`; `nil` if all can be.
    ///
    /// Edits are in order, do not overlap, lie inside the text on scalar boundaries, change something and put in UTF-8.
    ///
    /// - Complexity: O(*n*) in the edits and what they put in.
    public func firstFault(in text: [UInt8]) -> String? {
        let text = text.span
        let inserted = inserted.span
        var end = 0
        for edit in edits {
            guard edit.range.lowerBound >= end else {
                return "edit \(edit.rule) at byte \(edit.range.lowerBound) lies before the end of the one before it"
            }
            guard edit.range.upperBound <= text.count else {
                return "edit \(edit.rule) at byte \(edit.range.lowerBound) ends behind the text"
            }
            guard text.isScalarBoundary(edit.range.lowerBound), text.isScalarBoundary(edit.range.upperBound) else {
                return "edit \(edit.rule) at byte \(edit.range.lowerBound) cuts a character"
            }
            guard !(edit.range.isEmpty && edit.replacement.isEmpty) else {
                return "edit \(edit.rule) at byte \(edit.range.lowerBound) changes nothing"
            }
            end = edit.range.upperBound
        }
        return inserted.firstInvalidUTF8() == nil ? nil : "an edit puts in bytes that are not UTF-8"
    }

    /// The text with the edits made.
    ///
    /// - Precondition: `firstFault(in: text)` is `nil`.
    /// - Complexity: one copy of the text.
    public func applied(to text: [UInt8]) -> [UInt8] {
        let size = edits.reduce(text.count) { $0 + $1.replacement.count - $1.range.count }
        var result: [UInt8] = []
        result.reserveCapacity(size)
        let (text, inserted) = (text.span, inserted.span)
        var start = 0
        for index in edits.indices {
            let (range, replacement) = (edits[index].range, edits[index].replacement)
            result.append(copying: text.extracting(start..<range.lowerBound))
            result.append(copying: inserted.extracting(replacement))
            start = range.upperBound
        }
        result.append(copying: text.extracting(start..<text.count))
        return result
    }

    /// Where the start of `range` is after the edits; `nil` if one of them takes out all of it.
    ///
    /// - Complexity: O(*n*) in the edits before it.
    func place(of range: Range<Int>) -> Int? {
        var shift = 0
        for edit in edits {
            guard edit.range.lowerBound <= range.lowerBound else { break }
            if edit.range.upperBound > range.lowerBound {
                return edit.range.upperBound < range.upperBound ? edit.range.lowerBound + shift : nil
            }
            shift += edit.replacement.count - edit.range.count
        }
        return range.lowerBound + shift
    }

    /// Whether an edit takes out a line feed of `text` or puts one in.
    ///
    /// - Complexity: O(*n*) in what the edits take out and put in.
    func changesLines(of text: [UInt8]) -> Bool {
        inserted.contains(0x0A) || edits.contains { text[$0.range].contains(0x0A) }
    }

    /// Whether the edits take whole lines out of `text`, and do nothing else.
    ///
    /// - Complexity: O(*n*) in the edits.
    func onlyRemoveLines(of text: [UInt8]) -> Bool {
        func isLineBoundary(_ offset: Int) -> Bool { offset == 0 || offset == text.count || text[offset - 1] == 0x0A }
        return inserted.isEmpty
            && edits.allSatisfy { isLineBoundary($0.range.lowerBound) && isLineBoundary($0.range.upperBound) }
    }
}
