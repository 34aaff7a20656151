import GalleyStages
import GalleyText
import Testing

@testable import GalleyPipeline

@Suite("Reference and schema") struct SchemaTests {
    @Test("the schema names every key, stage and option with its type")
    func schema() throws {
        let bytes = Pipeline.schema(of: sampleStages)
        let schema = try JSONValue(bytes.span, in: 0..<bytes.count)
        let properties = try #require(schema["properties"])
        for field in PipelineKeys.fields {
            #expect(properties[field.name]?["description"]?.text == field.documentation)
        }
        #expect(schema["additionalProperties"] == .flag(false))
        let options = try #require(schema["$defs"]?["dedupe-samples"]?["properties"])
        #expect(options["similarity"]?["type"]?.text == "number")
        #expect(options["paragraphs"]?["maximum"]?.count == 50)
        #expect(options["scope"]?["enum"]?.items?.compactMap(\.text) == ["headline", "everywhere"])
        #expect(options["scope"]?["default"]?.text == "headline")
        #expect(options["strict"]?["type"]?.text == "boolean")
        #expect(options["names"]?["items"]?["type"]?.text == "string")
        #expect(schema["properties"]?["output"]?["properties"]?["format"]?["enum"]?.items?.count == 4)
        #expect(schema["properties"]?["tests"]?["items"]?["properties"]?["input-file"] != nil)
    }

    @Test("the page of a stage says what its card says")
    func reference() {
        #expect(
            StageReference(DedupeSamples.self, width: 60).description == """
                dedupe-samples
                  Takes the word copy out.

                Options
                  similarity: 0.5 to 1.0 (default 0.9)
                      How alike copies are.
                  paragraphs: 1 to 50 (default 3)
                      How many paragraphs are compared.
                  scope: headline | everywhere (default headline)
                      Where copies are looked for.
                  strict: true or false (default false)
                      Whether doubtful copies go.
                  label: text
                      What copies are called.
                  names: list (default [])
                      Names that are no copies.
                  packs: list (default [])
                      Packs of litter.
                  pattern: text
                      What a copy looks like.
                  taxonomy: file
                      A file of topics.
                  words: file
                      A file of words.

                Rules
                  copy  the word copy

                What it does
                  a copy
                    - a copy here
                    + a  here

                What it leaves alone
                  no copy
                      nothing

                """
        )
    }

    @Test("every shipped stage has a page", arguments: shippedStages.map { $0.card.name })
    func pages(_ name: String) throws {
        let stage = try #require(shippedStages.first { $0.card.name == name })
        let page = StageReference(stage).description
        #expect(page.hasPrefix(name + "\n"))
        for field in stage.fieldFacts { #expect(page.contains("  \(field.name): ")) }
    }
}
