public import GalleyStages
internal import GalleyText

/// The files of a pipeline: itself and the packs, taxonomies and lists that it names, each read once.
public final class PipelineResources {
    /// Where named files are looked for: the pipeline file's folder, then that of the shipped data.
    private let folders: [String]
    /// The files read, by the numbers in the places.
    private(set) var files: [SourceFile] = []
    /// What is wrong with YAML files that could be read all the same.
    private(set) var mistakes: [Mistake] = []
    private var numbers: [String: Int] = [:]
    private var settings: [Int: Setting] = [:]
    private var mapped: [(path: String, label: String, bytes: FixedBytes)] = []

    /// Files named from `folder`, else from the shipped data.
    public convenience init(folder: String) { self.init(folders: [folder] + [Files.shippedData].compactMap(\.self)) }

    init(folders: [String]) { self.folders = folders }

    /// A reader of options whose files are looked for here.
    public func reader() -> SettingReader {
        SettingReader { name, kind, place throws(Mistake) in try self.load(name, kind, named: place) }
    }

    /// A digest over all files read so far, in order, with their names as the pipeline gives them.
    var digest: Digest {
        Digest { hasher in
            for file in files {
                let name = Array("\(file.label)\0\(file.bytes.count)\0".utf8)
                hasher.update(name.span)
                let bytes = file.bytes
                hasher.update(bytes.span)
            }
            for file in mapped {
                let name = Array("\(file.label)\0\(file.bytes.count)\0".utf8)
                hasher.update(name.span)
                hasher.update(file.bytes.span)
            }
        }
    }

    /// Takes a file that is read already, and gives it its number.
    func add(_ file: SourceFile) -> Int {
        files.append(file)
        return files.count - 1
    }

    private func load(
        _ name: String,
        _ kind: SettingReader.ResourceKind,
        named place: Setting.Place
    ) throws(Mistake) -> SettingReader.Resource {
        if kind == .model { return .mapped(try map(name, named: place)) }
        let number = try open(name, kind, named: place)
        if kind == .text { return .bytes(files[number].bytes) }
        if let setting = settings[number] { return .setting(setting) }
        var reader = YAMLReader(files[number], file: number)
        let (setting, found) = reader.read()
        guard let setting else {
            mistakes += found.dropLast()
            throw found.last ?? Mistake(at: place, "'\(name)' cannot be read")
        }
        mistakes += found
        settings[number] = setting
        return .setting(setting)
    }

    /// A model, found as taxonomies are.
    private func map(_ name: String, named place: Setting.Place) throws(Mistake) -> FixedBytes {
        let paths = folders.map { Files.join($0, name) }
        let path = paths.first { Files.resolved($0) != nil } ?? paths[0]
        if let known = mapped.first(where: { $0.path == path }) { return known.bytes }
        do throws(FileFailure) {
            let bytes = try Files.map(path)
            mapped.append((path, name, bytes))
            return bytes
        } catch {
            throw Mistake(
                at: place,
                "'\(name)' cannot be read: \(error.message)",
                hint: "looked in \(lookedIn(.model)); galley topics train makes a model"
            )
        }
    }

    /// The number of the file that `name` means.
    private func open(
        _ name: String,
        _ kind: SettingReader.ResourceKind,
        named place: Setting.Place
    ) throws(Mistake) -> Int {
        let isPackName = kind == .pack && !name.contains("/") && !name.hasSuffix(".yaml")
        let label = isPackName ? "packs/\(name).yaml" : name
        var failure = FileFailure("no such file or directory")
        for (index, folder) in folders.enumerated() where index == 0 || kind != .text {
            let path = Files.join(folder, label)
            if let number = numbers[path] { return number }
            guard Files.resolved(path) != nil else { continue }
            do throws(FileFailure) {
                let number = add(SourceFile(name: path, label: label, try Files.read(path)))
                numbers[path] = number
                return number
            } catch {
                failure = error
                break
            }
        }
        guard isPackName, failure == FileFailure("no such file or directory") else {
            throw Mistake(
                at: place,
                "'\(label)' cannot be read: \(failure.message)",
                hint: "looked in \(lookedIn(kind))"
            )
        }
        let known = Set(folders.flatMap { Files.names(in: Files.join($0, "packs"), endingIn: ".yaml") }).sorted()
        let guess = nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
        let list = known.isEmpty ? "looked in \(lookedIn(kind))" : "packs here: \(known.joined(separator: ", "))"
        throw Mistake(at: place, "no pack is named '\(name)'\(guess)", hint: list)
    }

    private func lookedIn(_ kind: SettingReader.ResourceKind) -> String {
        guard kind != .text else { return folders[0] }
        let list = folders.joined(separator: ", ")
        guard let last = folders.last, last == Files.shippedData, Files.resolved(last) == nil else { return list }
        return list + ", which is not there: GALLEY_DATA may name another"
    }
}
