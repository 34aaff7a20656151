internal import GalleyStages
internal import GalleyText

extension Pipeline {
    /// The JSON Schema (draft 2020-12) of the pipeline file, for editors that check YAML while it is written.
    public static var schema: [UInt8] { schema(of: shippedStages) }

    /// The schema where stages come from a catalogue.
    static func schema(of catalogue: [any Stage.Type]) -> [UInt8] {
        var schema = SchemaWriter(catalogue)
        return schema.pipeline()
    }
}

/// Writes the schema from the fields that the loader reads by.
private struct SchemaWriter {
    private let catalogue: [any Stage.Type]
    private var json = JSONWriter()

    init(_ catalogue: [any Stage.Type]) { self.catalogue = catalogue }

    mutating func pipeline() -> [UInt8] {
        json.beginObject()
        string("$schema", "https://json-schema.org/draft/2020-12/schema")
        string("title", "Galley pipeline")
        object(PipelineKeys.fields.map { FieldFacts($0) }, required: ["stages"]) { schema, field in
            switch field.name {
            case "output": schema.object(Pipeline.Output.fields.map { FieldFacts($0) })
            case "delivery": schema.object(Pipeline.Delivery.fields.map { FieldFacts($0) })
            case "stages": schema.stages()
            case "stet": schema.array { $0.string("$ref", "#/$defs/line-pattern") }
            case "tests": schema.array { $0.object(TestKeys.fields.map { FieldFacts($0) }) }
            default: schema.value(field)
            }
        }
        json.key("$defs")
        json.beginObject()
        for stage in catalogue {
            json.key(named: stage.card.name)
            json.beginObject()
            string("description", stage.card.summary)
            object(stage.fieldFacts, types: ["object", "null"])
            json.endObject()
        }
        json.key("line-pattern")
        linePattern()
        json.endObject()
        json.endObject()
        json.endLine()
        return json.bytes
    }

    private mutating func string(_ key: StaticString, _ value: String) {
        json.key(key)
        json.string(value)
    }

    private mutating func strings(_ key: StaticString, _ values: [String]) {
        json.key(key)
        json.beginArray()
        for value in values { json.string(value) }
        json.endArray()
    }

    /// The members that describe a mapping with these keys.
    private mutating func object(
        _ fields: [FieldFacts],
        types: [String] = ["object"],
        required: [String] = [],
        value: (inout SchemaWriter, FieldFacts) -> Void = { $0.value($1) }
    ) {
        if types.count == 1 { string("type", types[0]) } else { strings("type", types) }
        json.member("additionalProperties", false)
        if !required.isEmpty { strings("required", required) }
        json.key("properties")
        json.beginObject()
        for field in fields {
            json.key(named: field.name)
            json.beginObject()
            string("description", field.documentation)
            value(&self, field)
            json.endObject()
        }
        json.endObject()
    }

    /// The members that describe a list whose items `item` describes.
    private mutating func array(_ item: (inout SchemaWriter) -> Void) {
        string("type", "array")
        json.key("items")
        json.beginObject()
        item(&self)
        json.endObject()
    }

    /// A stage is its name, or its name with options.
    private mutating func stages() {
        array { schema in
            schema.json.key("anyOf")
            schema.json.beginArray()
            schema.json.beginObject()
            schema.strings("enum", schema.catalogue.map { $0.card.name })
            schema.json.endObject()
            for stage in schema.catalogue {
                schema.json.beginObject()
                schema.string("type", "object")
                schema.json.key("additionalProperties")
                schema.json.flag(false)
                schema.strings("required", [stage.card.name])
                schema.json.key("properties")
                schema.json.beginObject()
                schema.json.key(named: stage.card.name)
                schema.json.beginObject()
                schema.string("$ref", "#/$defs/\(stage.card.name)")
                schema.json.endObject()
                schema.json.endObject()
                schema.json.endObject()
            }
            schema.json.endArray()
        }
    }

    private mutating func linePattern() {
        json.beginObject()
        string("description", "A whole line: * any run, ? one character, \\ takes the next as it is.")
        json.key("anyOf")
        json.beginArray()
        json.beginObject()
        string("type", "string")
        json.endObject()
        json.beginObject()
        object(
            [
                FieldFacts(name: "line", type: .text, "The pattern."),
                FieldFacts(
                    name: "case",
                    type: .choice(["exact", "ignore"]),
                    standard: "exact",
                    "Whether case counts."
                ),
            ],
            required: ["line"]
        )
        json.endObject()
        json.endArray()
        json.endObject()
    }

    private mutating func value(_ field: FieldFacts) {
        switch field.type {
        case .integer(let range):
            string("type", "integer")
            json.member("minimum", range.lowerBound)
            json.member("maximum", range.upperBound)
        case .number(let range):
            string("type", "number")
            json.key("minimum")
            json.number(range.lowerBound)
            json.key("maximum")
            json.number(range.upperBound)
        case .flag: string("type", "boolean")
        case .choice(let names): strings("enum", names)
        case .text, .file: string("type", "string")
        case .list: array { $0.string("type", "string") }
        case .mappings(let keys):
            array { schema in
                schema.strings("type", ["string", "object"])
                guard !keys.isEmpty else { return }
                schema.json.key("properties")
                schema.json.beginObject()
                for key in keys {
                    schema.json.key(named: key)
                    schema.json.flag(true)
                }
                schema.json.endObject()
                schema.json.key("additionalProperties")
                schema.json.flag(false)
            }
        }
        standard(of: field)
    }

    private mutating func standard(of field: FieldFacts) {
        guard !field.standard.isEmpty else { return }
        json.key("default")
        switch field.type {
        case .integer, .number, .flag:
            let text = Array(field.standard.utf8)
            json.raw(text.span)
        case .list, .mappings:
            json.beginArray()
            if case .sequence(let items) = YAML.read(Array(field.standard.utf8)).setting?.value {
                for text in items.compactMap(\.text) { json.string(text) }
            }
            json.endArray()
        case .choice, .text, .file: json.string(field.standard)
        }
    }
}
