internal import CPCRE2
internal import GalleyText

/// A regular expression of PCRE2, compiled once; any number of threads may match with it at the same time.
///
/// Letters, digits and word ends are Unicode's. A search that backtracks without end stops at a limit and fails.
@safe public final class Pattern: Sendable {
    /// The pattern as written.
    public let source: String
    /// Letters of either case match.
    public let ignoresCase: Bool
    /// How many groups it captures.
    public let groupCount: Int

    // PCRE2 only reads code and limits while it matches, so that threads can share them; both live as long as this.
    private nonisolated(unsafe) let code: OpaquePointer
    private nonisolated(unsafe) let limits: OpaquePointer

    /// A mistake in a pattern.
    public struct Fault: Error, Sendable, Equatable {
        /// What is wrong, in PCRE2's words.
        public let message: String
        /// Where, in scalars from the pattern's start.
        public let offset: Int
    }

    /// Where a pattern matched.
    public struct Match: Sendable, Equatable {
        /// The bytes of the whole match.
        public let range: Range<Int>
        /// The bytes of each group, the first at 0; `nil` for one that took no part.
        public let groups: [Range<Int>?]
    }

    /// Compiles a pattern, to machine code where the system lets a process do that.
    public init(_ source: String, ignoringCase: Bool = false) throws(Fault) {
        let bytes = Array(source.utf8)
        var options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C
        if ignoringCase { options |= PCRE2_CASELESS }
        var error: Int32 = 0
        var offset = 0
        let code = unsafe bytes.withUnsafeBufferPointer {
            unsafe pcre2_compile_8($0.baseAddress, $0.count, options, &error, &offset, nil)
        }
        guard let code = unsafe code else {
            let before = bytes.span.extracting(first: min(offset, bytes.count))
            throw Fault(message: Self.message(of: error), offset: before.string(0..<before.count).unicodeScalars.count)
        }
        // It fails only where memory is out, and there Swift's own allocations end the process, too.
        guard let limits = unsafe pcre2_match_context_create_8(nil) else { fatalError("out of memory") }
        unsafe pcre2_set_match_limit_8(limits, 1_000_000)
        unsafe pcre2_set_depth_limit_8(limits, 10_000)
        unsafe pcre2_set_heap_limit_8(limits, 20_000)
        _ = unsafe pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE)
        var count: UInt32 = 0
        _ = unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
        (self.source, ignoresCase, groupCount) = (source, ignoringCase, Int(count))
        unsafe (self.code, self.limits) = (code, limits)
    }

    deinit {
        unsafe pcre2_code_free_8(code)
        unsafe pcre2_match_context_free_8(limits)
    }

    /// The number of a named group, from 1; `nil` if no group, or more than one, has that name.
    public func number(ofGroup name: String) -> Int? {
        let number = unsafe name.withCString { text in
            unsafe text.withMemoryRebound(to: UInt8.self, capacity: name.utf8.count + 1) {
                unsafe pcre2_substring_number_from_name_8(code, $0)
            }
        }
        return number > 0 ? Int(number) : nil
    }

    /// Says whether the pattern matches all of `range`, as if nothing stood around it.
    ///
    /// - Precondition: `bytes` is valid UTF-8.
    public func matches(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(StageFailure) -> Bool {
        let options = PCRE2_ANCHORED | PCRE2_ENDANCHORED
        return try Search(self).next(in: bytes.extracting(range), from: 0, options) != nil
    }

    /// Calls `body` with each match in `bytes`, from left to right; matches do not overlap.
    ///
    /// - Precondition: `bytes` is valid UTF-8.
    public func forEachMatch(in bytes: Span<UInt8>, _ body: (Match) -> Void) throws(StageFailure) {
        let search = Search(self)
        var (offset, options) = (0, UInt32(0))
        while offset <= bytes.count {
            if let match = try search.next(in: bytes, from: offset, options) {
                body(match)
                offset = max(offset, match.range.upperBound)
                // Behind an empty match only one that is not empty may start at the same place.
                options = match.range.isEmpty ? PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED : 0
            } else if options != 0, offset < bytes.count {
                offset += bytes.scalar(at: offset).length
                options = 0
            } else {
                return
            }
        }
    }

    /// What one thread needs to match: where PCRE2 leaves what it found.
    @safe private struct Search: ~Copyable {
        private let pattern: Pattern
        private let data: OpaquePointer

        init(_ pattern: Pattern) {
            // As above: nothing but a want of memory makes it fail.
            guard let data = unsafe pcre2_match_data_create_from_pattern_8(pattern.code, nil) else {
                fatalError("out of memory")
            }
            self.pattern = pattern
            unsafe self.data = data
        }

        deinit { unsafe pcre2_match_data_free_8(data) }

        func next(in bytes: Span<UInt8>, from offset: Int, _ options: UInt32) throws(StageFailure) -> Match? {
            precondition(bytes.isScalarBoundary(offset))
            let status = unsafe bytes.withUnsafeBufferPointer { buffer in
                let start = buffer.baseAddress
                // A second check of the encoding in each call would take quadratic time.
                let options = options | PCRE2_NO_UTF_CHECK
                let (code, limits) = unsafe (pattern.code, pattern.limits)
                let status = unsafe pcre2_match_8(code, start, buffer.count, offset, options, data, limits)
                guard status == PCRE2_ERROR_JIT_STACKLIMIT else { return status }
                return unsafe pcre2_match_8(code, start, buffer.count, offset, options | PCRE2_NO_JIT, data, limits)
            }
            if status == PCRE2_ERROR_NOMATCH { return nil }
            guard status > 0 else {
                throw StageFailure("pattern '\(pattern.source)': \(Pattern.message(of: status))")
            }
            let offsets = unsafe UnsafeBufferPointer(
                start: pcre2_get_ovector_pointer_8(data),
                count: 2 * (pattern.groupCount + 1)
            )
            // A `\K` that a subroutine call hides in a lookahead puts the start behind the end.
            let (start, end) = unsafe (offsets[0], offsets[1])
            let groups = (0..<pattern.groupCount).map { number -> Range<Int>? in
                let (start, end) = unsafe (offsets[2 * number + 2], offsets[2 * number + 3])
                return start >= 0 && start <= end ? start..<end : nil
            }
            return Match(range: min(start, end)..<end, groups: groups)
        }
    }

    private static func message(of error: Int32) -> String {
        let buffer = unsafe [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
            count = unsafe max(0, Int(pcre2_get_error_message_8(error, buffer.baseAddress, buffer.count)))
        }
        return String(decoding: buffer, as: UTF8.self)
    }
}

extension Pattern {
    /// Compiles the text of a setting; `nil`, with the mistake taken, if it is none.
    public convenience init?(_ setting: Setting, ignoringCase: Bool = false, _ reader: inout SettingReader) {
        guard let source = setting.text else {
            reader.report(at: setting.place, "a pattern is text, not \(setting.described)")
            return nil
        }
        do throws(Fault) {
            try self.init(source, ignoringCase: ignoringCase)
        } catch {
            let (place, isInside) = setting.place(ofScalar: error.offset)
            let suffix = isInside ? "" : ", behind character \(error.offset)"
            reader.report(at: place, "the pattern does not compile: \(error.message)\(suffix)")
            return nil
        }
    }
}

extension Setting {
    /// The place of a scalar inside a text that stands on one line without escapes; else the place of all of it.
    func place(ofScalar offset: Int) -> (place: Place, isInside: Bool) {
        guard case .scalar(let text, let plain) = value else { return (place, false) }
        let quotes = plain ? 0 : 1
        guard place.length == text.unicodeScalars.count + 2 * quotes, offset <= text.unicodeScalars.count else {
            return (place, false)
        }
        return (Place(file: place.file, line: place.line, column: place.column + quotes + offset, length: 1), true)
    }
}
