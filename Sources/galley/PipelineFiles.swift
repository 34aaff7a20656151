internal import GalleyDelivery

extension Arguments {
    /// The pipeline files that the operands name: each file, and each `*.yaml` in a folder, by name.
    func pipelineFiles() throws(Failure) -> [Path] {
        var files: [Path] = []
        for operand in operands {
            // What is no folder is for the reader of pipeline files to judge.
            guard let folder = try? Folder(operand) else {
                files.append(operand)
                continue
            }
            let names: [Path]
            do throws(SystemFailure) { names = try folder.entries().map(\.name) } catch { throw .system(error) }
            let found = names.filter { $0.hasEnding(".yaml") }
            guard !found.isEmpty else { throw .noInput("no pipeline file (*.yaml) is in \(operand.quoted)") }
            files += found.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(operand.file)
        }
        return files
    }
}
