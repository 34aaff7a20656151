internal import CYAML

/// A place in a YAML text: line and column from 0, columns in scalars.
struct YAMLMark: Equatable {
    let line: Int
    let column: Int

    init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

    init(_ mark: yaml_mark_t) { self.init(line: Int(mark.line), column: Int(mark.column)) }
}

/// What libyaml meets in a text, one at a time.
struct YAMLEvent {
    enum Kind: Equatable {
        case scalar(String, plain: Bool)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
        case alias(String)
        case documentStart
        case documentEnd
        case streamStart
        case streamEnd
    }

    let kind: Kind
    let anchor: String?
    let tag: String?
    let start: YAMLMark
    let end: YAMLMark
}

/// Where libyaml gave up, in its own words.
struct YAMLSyntaxError: Error {
    let problem: String
    let mark: YAMLMark
    /// What it was reading, and where that began.
    let context: String?
    let contextMark: YAMLMark
}

/// The events of a YAML text; the only place that talks to libyaml.
@safe struct YAMLEvents: ~Copyable {
    // libyaml keeps pointers to its parser and to the text: both stay where they are.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>

    /// - Precondition: `bytes` is UTF-8.
    init(_ bytes: [UInt8]) {
        unsafe text = .allocate(capacity: bytes.count)
        _ = unsafe text.initialize(from: bytes)
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        // It fails only where memory is out, and there Swift's own allocations end the process, too.
        guard unsafe yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe text.deallocate()
    }

    /// The next event; `streamEnd` for ever once the text is read.
    mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else {
            let failure = unsafe parser.pointee
            throw unsafe YAMLSyntaxError(
                problem: Self.string(failure.problem) ?? "unreadable",
                mark: YAMLMark(failure.problem_mark),
                context: Self.string(failure.context),
                contextMark: YAMLMark(failure.context_mark)
            )
        }
        defer { unsafe yaml_event_delete(&event) }
        return unsafe Self.translated(event)
    }

    private static func translated(_ event: yaml_event_t) -> YAMLEvent {
        var anchor: String?
        var tag: String?
        let kind: YAMLEvent.Kind
        switch unsafe event.type {
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            unsafe (anchor, tag) = (name(scalar.anchor), name(scalar.tag))
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            kind = .scalar(
                unsafe String(decoding: bytes, as: UTF8.self),
                plain: unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
            )
        case YAML_SEQUENCE_START_EVENT:
            unsafe (anchor, tag) = (name(event.data.sequence_start.anchor), name(event.data.sequence_start.tag))
            kind = .sequenceStart
        case YAML_MAPPING_START_EVENT:
            unsafe (anchor, tag) = (name(event.data.mapping_start.anchor), name(event.data.mapping_start.tag))
            kind = .mappingStart
        case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
        case YAML_MAPPING_END_EVENT: kind = .mappingEnd
        case YAML_ALIAS_EVENT: kind = .alias(unsafe name(event.data.alias.anchor) ?? "")
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
        case YAML_STREAM_START_EVENT: kind = .streamStart
        default: kind = .streamEnd
        }
        return unsafe YAMLEvent(
            kind: kind,
            anchor: anchor,
            tag: tag,
            start: YAMLMark(event.start_mark),
            end: YAMLMark(event.end_mark)
        )
    }

    private static func name(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        unsafe bytes.map { unsafe String(cString: $0) }
    }

    private static func string(_ bytes: UnsafePointer<CChar>?) -> String? {
        unsafe bytes.map { unsafe String(cString: $0) }
    }
}
