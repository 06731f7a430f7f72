/// Interprets the instructions of a pickle of tensors without calling or importing anything.
///
/// The names that build tensors are ``PickleGlobal``. Any other name gives a ``PickleValue/foreign(_:)``, of which only
/// the name is kept, or an error if the name stands for tensors. Every instruction creates at most one value of bounded
/// size, and compound values are kept in one list and refer to each other by index, so that memory stays in proportion
/// to the file and values cannot be nested deeply.
///
/// Source: CPython's `Lib/pickletools.py` and `torch/serialization.py`.
struct PickleMachine {
  /// What is wrong with a pickle.
  enum Fault: Error, Equatable {
    /// It breaks a rule of the format.
    case malformed(String, offset: Int)
    /// It has an instruction that a `state_dict` does not need.
    case instruction(UInt8, offset: Int)
    /// It names a class or function that a `state_dict` does not need.
    case global(String)
    /// It is a whole module of this class.
    case module(String)
  }

  /// PyTorch's limit on the axes of a tensor (`at::kDimVectorStaticSize` is less, `TensorIterator` allows 64).
  private static let greatestRank = 64
  /// The greatest length in bytes of a storage's key, which is a small number in digits.
  private static let longestKey = 64
  /// How many Unicode scalars of a foreign name are kept.
  private static let longestName = 200
  /// How many foreign names are distinguished.
  private static let mostNames = 1000

  private let bytes: [UInt8]
  private var at = 0
  private var stack: [PickleValue] = []
  /// The size of the stack at each mark.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  /// The items of each tuple and list, and the alternating keys and values of each dictionary.
  private(set) var compounds: [[PickleValue]] = []
  private(set) var tensors: [PickledTensor] = []
  /// The names in the pickle that are not ``PickleGlobal``, each once.
  private(set) var foreignNames: [String] = []
  private var foreignPlaces: [String: Int] = [:]
  /// The dictionaries that have the key `_modules`, as the attributes of a PyTorch module do.
  private var moduleAttributes: Set<Int> = []
  /// The last PyTorch module that is built. The parts of a module are built before it.
  private var lastModule: Int?
  /// The number of axes of all tensors together.
  private var axes = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The size of the pickle in bytes.
  var size: Int { bytes.count }

  /// Runs to the end.
  ///
  /// - Returns: The value of the pickle.
  mutating func run() throws(Fault) -> PickleValue {
    while true {
      let start = at
      let code = try byte()
      if code == UInt8(ascii: ".") { break }
      try step(code, start)
    }
    return try pop()
  }

  /// The fault of a pickle that is not a `state_dict`: a whole module, an object of another class, or something else,
  /// for which `reason` is given.
  func fault(orElse reason: String, offset: Int? = nil) -> Fault {
    if let lastModule { return .module(foreignNames[lastModule]) }
    if let name = foreignNames.first { return .global(name) }
    return .malformed(reason, offset: offset ?? at)
  }

  /// The keys and values of a dictionary, in their order.
  func items(of dictionary: Int) -> [(key: PickleValue, value: PickleValue)] {
    let items = compounds[dictionary]
    return stride(from: 0, to: items.count - 1, by: 2).map { (items[$0], items[$0 + 1]) }
  }

  private mutating func step(_ code: UInt8, _ start: Int) throws(Fault) {
    switch code {
    case 0x80: _ = try byte()  // PROTO
    case 0x95: _ = try take(8)  // FRAME
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "0"): _ = try pop()
    case UInt8(ascii: "2"): stack.append(try top())
    // Values.
    case UInt8(ascii: "N"): stack.append(.none)
    case 0x88: stack.append(.integer(1))  // NEWTRUE
    case 0x89: stack.append(.integer(0))  // NEWFALSE
    case UInt8(ascii: "J"): stack.append(.integer(Int(Int32(truncatingIfNeeded: try number(4)))))
    case UInt8(ascii: "K"): stack.append(.integer(try number(1)))
    case UInt8(ascii: "M"): stack.append(.integer(try number(2)))
    case 0x8A: stack.append(try long())
    case UInt8(ascii: "G"): try skip(8)
    // Bytes, and texts of Python 2.
    case UInt8(ascii: "B"), UInt8(ascii: "T"): try skip(try number(4))
    case UInt8(ascii: "C"), UInt8(ascii: "U"): try skip(try number(1))
    case UInt8(ascii: "X"): stack.append(try text(try number(4)))
    case 0x8C: stack.append(try text(try number(1)))
    // Compounds.
    case UInt8(ascii: ")"): push([], PickleValue.tuple)
    case 0x85, 0x86, 0x87: push(try popLast(Int(code) - 0x84), PickleValue.tuple)
    case UInt8(ascii: "t"): push(try popToMark(), PickleValue.tuple)
    case UInt8(ascii: "]"): push([], PickleValue.list)
    case UInt8(ascii: "}"): push([], PickleValue.dictionary)
    case UInt8(ascii: "a"): try extend(with: try popLast(1), isDictionary: false)
    case UInt8(ascii: "e"): try extend(with: try popToMark(), isDictionary: false)
    case UInt8(ascii: "s"): try extend(with: try popLast(2), isDictionary: true)
    case UInt8(ascii: "u"): try extend(with: try popToMark(), isDictionary: true)
    // Sets, which do not occur in the description of a tensor, become lists.
    case 0x8F: push([], PickleValue.list)
    case 0x90: try extend(with: try popToMark(), isDictionary: false)
    case 0x91: push(try popToMark(), PickleValue.list)
    // The memo.
    case UInt8(ascii: "q"): memo[try number(1)] = try top()
    case UInt8(ascii: "r"): memo[try number(4)] = try top()
    case 0x94: memo[memo.count] = try top()
    case UInt8(ascii: "h"): try recall(try number(1))
    case UInt8(ascii: "j"): try recall(try number(4))
    // Names, and calls of them.
    case UInt8(ascii: "c"):
      let module = try line()
      try name(module, try line())
    case 0x93:
      let parts = try popLast(2)
      guard case .text(let module) = parts[0], case .text(let name) = parts[1] else { throw fault("a name is no text") }
      try self.name(module, name)
    case UInt8(ascii: "Q"): stack.append(try storage(try pop()))
    case UInt8(ascii: "R"): try reduce()
    case 0x81: try instance(try popLast(2))
    case 0x92: try instance(try popLast(3))
    case UInt8(ascii: "o"): try instance(try popToMark())
    case UInt8(ascii: "b"): try build()
    default: throw .instruction(code, offset: start)
    }
  }

  // MARK: Reading

  private func fault(_ reason: String) -> Fault { .malformed(reason, offset: at) }

  private mutating func byte() throws(Fault) -> UInt8 {
    guard at < bytes.count else { throw fault("it ends too early") }
    defer { at += 1 }
    return bytes[at]
  }

  private mutating func take(_ count: Int) throws(Fault) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - at else { throw fault("it ends too early") }
    defer { at += count }
    return bytes[at..<at + count]
  }

  /// An unsigned little-endian number of up to 4 bytes.
  private mutating func number(_ width: Int) throws(Fault) -> Int {
    try take(width).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// LONG1: a two's-complement number with its length in bytes. One of more than 64 bits cannot be a size.
  private mutating func long() throws(Fault) -> PickleValue {
    let digits = try take(try number(1))
    guard digits.count <= 8 else { return .none }
    var value: UInt64 = digits.last.map { $0 >= 0x80 ? .max : 0 } ?? 0
    for digit in digits.reversed() { value = value << 8 | UInt64(digit) }
    return .integer(Int(Int64(bitPattern: value)))
  }

  private mutating func skip(_ count: Int) throws(Fault) {
    _ = try take(count)
    stack.append(.none)
  }

  private mutating func text(_ count: Int) throws(Fault) -> PickleValue {
    guard let text = String(validating: try take(count), as: UTF8.self) else { throw fault("a text is not UTF-8") }
    return .text(text)
  }

  private mutating func line() throws(Fault) -> String {
    guard let end = bytes[at...].firstIndex(of: 10) else { throw fault("it ends too early") }
    guard let text = String(validating: bytes[at..<end], as: UTF8.self) else { throw fault("a name is not UTF-8") }
    at = end + 1
    return text
  }

  // MARK: The stack

  private func top() throws(Fault) -> PickleValue {
    guard let value = stack.last else { throw fault("its stack is empty") }
    return value
  }

  private mutating func pop() throws(Fault) -> PickleValue {
    guard stack.count > (marks.last ?? 0), let value = stack.popLast() else { throw fault("its stack is empty") }
    return value
  }

  private mutating func popLast(_ count: Int) throws(Fault) -> [PickleValue] {
    guard stack.count - (marks.last ?? 0) >= count else { throw fault("its stack is empty") }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws(Fault) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw fault("a mark is missing") }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  private mutating func recall(_ number: Int) throws(Fault) {
    guard let value = memo[number] else { throw fault("it recalls what was never stored") }
    stack.append(value)
  }

  private mutating func push(_ items: [PickleValue], _ kind: (Int) -> PickleValue) {
    compounds.append(items)
    stack.append(kind(compounds.count - 1))
  }

  private mutating func extend(with items: [PickleValue], isDictionary: Bool) throws(Fault) {
    switch try top() {
    case .list(let number) where !isDictionary: compounds[number] += items
    case .dictionary(let number) where isDictionary && items.count.isMultiple(of: 2):
      compounds[number] += items
      for index in stride(from: 0, to: items.count, by: 2) {
        if case .text("_modules") = items[index] { moduleAttributes.insert(number) }
      }
    case .foreign: break
    default: throw fault("items are added to what holds none")
    }
  }

  // MARK: Names

  private mutating func name(_ module: String, _ name: String) throws(Fault) {
    if let global = PickleGlobal(module: module, name: name) {
      stack.append(.global(global))
      return
    }
    let kept = [module, name].map { String($0.unicodeScalars.prefix(Self.longestName)) }.joined(separator: ".")
    guard !PickleGlobal.makesTensors(module: module, name: name) else { throw .global(kept) }
    stack.append(.foreign(place(ofForeign: kept)))
  }

  private mutating func place(ofForeign name: String) -> Int {
    if let place = foreignPlaces[name] { return place }
    // Names combined from recalled parts could take far more memory than the file.
    guard foreignNames.count < Self.mostNames else { return Self.mostNames - 1 }
    foreignNames.append(name)
    foreignPlaces[name] = foreignNames.count - 1
    return foreignNames.count - 1
  }

  /// An instance of a class, of which only the class's name is kept.
  private mutating func instance(_ parts: [PickleValue]) throws(Fault) {
    guard case .foreign? = parts.first, let value = parts.first else {
      throw fault("an instance is made of something that is not a class")
    }
    stack.append(value)
  }

  /// The tuple ("storage", type, key, device, elements).
  private func storage(_ value: PickleValue) throws(Fault) -> PickleValue {
    guard case .tuple(let number) = value, compounds[number].count == 5,
      case .text("storage") = compounds[number][0], case .global(.storage(let type)) = compounds[number][1],
      case .text(let key) = compounds[number][2], case .integer(let count) = compounds[number][4], count >= 0,
      key.utf8.count <= Self.longestKey
    else { throw fault("a storage is not described as torch does") }
    return .storage(PickledStorage(type: type, key: key, count: count))
  }

  private mutating func reduce() throws(Fault) {
    let parts = try popLast(2)
    if case .foreign = parts[0], case .tuple = parts[1] {
      stack.append(parts[0])
      return
    }
    guard case .global(let global) = parts[0], case .tuple(let number) = parts[1] else {
      throw fault("something other than a known name is called")
    }
    let arguments = compounds[number]
    switch global {
    case .orderedDictionary:
      guard arguments.isEmpty else { throw fault("an ordered dictionary is not made as torch does") }
      push([], PickleValue.dictionary)
    case .rebuildTensor:
      guard arguments.count >= 4, case .storage(let storage) = arguments[0], case .integer(let offset) = arguments[1],
        let shape = integers(arguments[2]), let strides = integers(arguments[3]), shape.count == strides.count
      else { throw fault("a tensor is not described as torch does") }
      // Shapes may be recalled from the memo: without a limit, small pickles could describe tensors of any total size.
      axes += shape.count
      guard axes <= bytes.count else { throw fault("its tensors have more axes than it has bytes") }
      tensors.append(PickledTensor(storage: storage, offset: offset, shape: shape, strides: strides))
      stack.append(.tensor(tensors.count - 1))
    case .rebuildParameter:
      guard let first = arguments.first, case .tensor = first else { throw fault("a parameter is not a tensor") }
      stack.append(first)
    case .storage:
      throw fault("a storage is called")
    }
  }

  private func integers(_ value: PickleValue) -> [Int]? {
    guard case .tuple(let number) = value else { return nil }
    // A tuple may be named by many tensors, each of which copies it.
    guard compounds[number].count <= Self.greatestRank else { return nil }
    var result: [Int] = []
    for item in compounds[number] {
      guard case .integer(let integer) = item else { return nil }
      result.append(integer)
    }
    return result
  }

  /// BUILD: sets attributes. Those of a state dictionary hold versions of modules, and are ignored, like those of
  /// foreign objects.
  private mutating func build() throws(Fault) {
    let state = try pop()
    switch try top() {
    case .dictionary: break
    case .foreign(let name):
      if case .dictionary(let number) = state, moduleAttributes.contains(number) { lastModule = name }
    default: throw fault("attributes are set on what has none")
    }
  }
}
