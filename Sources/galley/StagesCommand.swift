internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyStages

extension Command {
    /// The catalogue of stages.
    static let stages = Command(
        "stages",
        "Lists the stages, or explains one: its options, rules and examples.",
        operands: Operands("[NAME]", 0...1),
        examples: [
            ("galley stages", "lists all stages"),
            ("galley stages normalize-quotes", "explains one"),
        ]
    ) { arguments, console throws(Failure) in
        let cards = shippedStages.map { $0.card }
        guard let name = arguments.operands.first?.text else {
            let column = (cards.map(\.name.count).max() ?? 0) + 2
            for card in cards {
                let space = String(repeating: " ", count: column - card.name.count)
                try console.out.write(card.name + space + card.summary + "\n")
            }
            return .done
        }
        guard let stage = shippedStages.first(where: { $0.card.name == name }) else {
            throw arguments.unknown("stage", name, among: cards.map(\.name))
        }
        let width = min(100, Terminal(descriptor: 1).width)
        try console.out.write(StageReference(stage, width: width).description)
        return .done
    }

    /// The schema of the pipeline file.
    static let schema = Command(
        "schema",
        "Prints the JSON Schema of the pipeline file, for editors.",
        details: """
            An editor with a YAML language server checks and completes a pipeline file that
            begins with  # yaml-language-server: $schema=galley.schema.json
            """,
        examples: [("galley schema > galley.schema.json", "writes it to a file")]
    ) { _, console throws(Failure) in
        try console.out.write(Pipeline.schema)
        return .done
    }
}
