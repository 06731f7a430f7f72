/// The fields of a `config.json`, or of an object in it, by the names of an architecture.
///
/// A field is looked up by the architecture's name for it, then by the usual name, as with transformers'
/// `attribute_map`, then by the name in the model's own code.
struct ConfigurationFields {
  private let container: KeyedDecodingContainer<ConfigurationKey>
  private let traits: ArchitectureTraits

  init(_ container: KeyedDecodingContainer<ConfigurationKey>, _ traits: ArchitectureTraits) {
    self.container = container
    self.traits = traits
  }

  // MARK: Fields that several architectures have

  /// The value of a field.
  ///
  /// - Throws: `DecodingError` where the field is absent, null or of another type.
  func required<Value: Decodable>(_ field: ConfigurationField) throws -> Value {
    let key = key(field)
    guard container.contains(key) else {
      throw DecodingError.keyNotFound(
        ConfigurationKey(traits.name(of: field)), .init(codingPath: container.codingPath, debugDescription: "missing"))
    }
    return try located(key) { try container.decode(Value.self, forKey: key) }
  }

  /// The value of a field; nil where it is absent or null.
  func optional<Value: Decodable>(_ field: ConfigurationField) throws -> Value? { try value(key(field)) }

  /// The value of a field; nil where it is null, and `value` where it is absent.
  func optionalOrNull<Value: Decodable>(_ field: ConfigurationField, _ value: Value?) throws -> Value? {
    container.contains(key(field)) ? try optional(field) : value
  }

  // MARK: Fields of one architecture

  /// The value of a field; nil where it is absent or null.
  func optional<Value: Decodable>(named name: String) throws -> Value? { try value(ConfigurationKey(name)) }

  /// The value of a field; nil where it is null, and `value` where it is absent.
  func optionalOrNull<Value: Decodable>(named name: String, _ value: Value) throws -> Value? {
    container.contains(ConfigurationKey(name)) ? try optional(named: name) : value
  }

  /// Whether a field is present, even if null.
  func contains(_ name: String) -> Bool { container.contains(ConfigurationKey(name)) }

  /// The fields of an object; nil where it is absent or null.
  func object(named name: String) throws -> ConfigurationFields? {
    let key = ConfigurationKey(name)
    guard container.contains(key), try !container.decodeNil(forKey: key) else { return nil }
    return ConfigurationFields(try container.nestedContainer(keyedBy: ConfigurationKey.self, forKey: key), traits)
  }

  /// Refuses a field whose value is none of the supported ones. Absent or null counts as supported.
  ///
  /// - Throws: ``ModelError/configurationInvalid(field:value:expected:)``
  func require<Value: Decodable & Equatable & Sendable>(
    _ name: String, _ allowed: Value..., reason: String? = nil
  ) throws {
    guard let value: Value = try optional(named: name), !allowed.contains(value) else { return }
    throw invalid(name, value, Self.choices(allowed) + (reason.map { ", " + $0 } ?? ""))
  }

  /// The choice that a field's text names; `absent` where the field is absent or null.
  ///
  /// - Throws: ``ModelError/configurationInvalid(field:value:expected:)``
  func choice<Choice: RawRepresentable & CaseIterable>(named name: String, absent: Choice) throws -> Choice
  where Choice.RawValue == String {
    guard let word: String = try optional(named: name) else { return absent }
    guard let choice = Choice(rawValue: word) else {
      throw invalid(name, word, Self.choices(Choice.allCases.map(\.rawValue)))
    }
    return choice
  }

  /// The error of a value that is not supported.
  func invalid(_ name: String, _ value: some Any, _ expected: String) -> ModelError {
    let path = (container.codingPath.map(\.stringValue) + [name]).joined(separator: ".")
    return .configurationInvalid(field: path, value: Self.quoted(value), expected: expected)
  }

  private static func choices(_ values: [some Any]) -> String {
    let words = values.map { quoted($0) }
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  private static func quoted(_ value: some Any) -> String {
    if let text = value as? String { "\"\(text)\"" } else { "\(value)" }
  }

  // MARK: Looking up

  private func key(_ field: ConfigurationField) -> ConfigurationKey {
    let names = [traits.name(of: field), field.rawValue, traits.formerFieldNames[field]].compactMap { $0 }
    return names.lazy.map { ConfigurationKey($0) }.first { container.contains($0) } ?? ConfigurationKey(field.rawValue)
  }

  private func value<Value: Decodable>(_ key: ConfigurationKey) throws -> Value? {
    try located(key) { try container.decodeIfPresent(Value.self, forKey: key) }
  }

  /// Names the field in the error of a number that does not fit the type. Foundation throws an error without the field
  /// for such a number.
  private func located<Value>(_ key: ConfigurationKey, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DecodingError {
      if case .dataCorrupted(let context) = error, context.codingPath.isEmpty { throw unfit(key, Value.self) }
      throw error
    } catch {
      throw unfit(key, Value.self)
    }
  }

  private func unfit(_ key: ConfigurationKey, _ type: any Any.Type) -> DecodingError {
    let isWhole = type == Int.self || type == Int?.self
    return .dataCorrupted(
      .init(
        codingPath: container.codingPath + [key],
        debugDescription: isWhole ? "a whole number within 64 bits" : "a number of single precision"))
  }
}

/// A key whose name depends on the architecture.
struct ConfigurationKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(_ name: String) { stringValue = name }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
