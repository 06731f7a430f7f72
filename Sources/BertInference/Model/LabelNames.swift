import BertStorage

/// The names of the classes in `id2label` of `config.json`.
struct LabelNames {
  let names: [String]

  /// - Parameters:
  ///   - value: The member `id2label`; nil where there is none, which makes the names `LABEL_0`, `LABEL_1`…
  ///   - classes: Rows of the classifier, C.
  ///   - path: For errors.
  /// - Throws: `fileMalformed` for a member that is not an object from numbers to names, for a class without a name,
  ///   for more names than classes, and for two classes with the same name, whose predictions could not be told apart.
  init(_ value: JSONValue?, classes: Int, path: String) throws(InferenceError) {
    guard let value else {
      names = (0..<classes).map { "LABEL_\($0)" }
      return
    }
    guard let members = value.members.map({ Dictionary($0.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }) })
    else {
      throw .fileMalformed(path: path, reason: "id2label is not an object from class numbers to names")
    }
    var found: [Int: String] = [:]
    for (key, value) in members {
      guard let index = Int(key) else {
        throw .fileMalformed(
          path: path,
          reason: "id2label has the key '\(key.prefix(40))', which is not the number of a class; write {\"0\": …}")
      }
      guard let name = Self.name(value) else {
        throw .fileMalformed(path: path, reason: "id2label's entry \(index) is not a name")
      }
      guard found.updateValue(name, forKey: index) == nil else {
        throw .fileMalformed(path: path, reason: "id2label names class \(index) twice")
      }
    }
    var names: [String] = []
    var seen: [[UInt8]: Int] = [:]
    for index in 0..<classes {
      guard let name = found[index] else {
        throw .fileMalformed(path: path, reason: "id2label has no name for class \(index) of \(classes)")
      }
      if let other = seen.updateValue(index, forKey: Array(name.utf8)) {
        throw .fileMalformed(
          path: path,
          reason: "id2label gives the classes \(other) and \(index) one name, '\(name.prefix(40))'; give each its own")
      }
      names.append(name)
    }
    guard found.count == classes else {
      throw .fileMalformed(
        path: path, reason: "id2label names \(Counted(found.count, "class", "classes")), the classifier has \(classes)")
    }
    self.names = names
  }

  /// A name; a number or a boolean becomes the text that Python prints for it, as in transformers.
  private static func name(_ value: JSONValue) -> String? {
    switch value {
    case .string(let name): name
    case .integer(let number): "\(number)"
    case .double(let number): "\(number)"
    case .bool(let flag): flag ? "True" : "False"
    case .null, .array, .object, .float, .verbatim: nil
    }
  }
}
