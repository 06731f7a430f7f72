/// A value on the stack of a ``PickleMachine``. Compound values are indices in its list.
enum PickleValue {
  /// None, and values that do not occur in the description of a tensor.
  case none
  /// An integer or a boolean.
  case integer(Int)
  case text(String)
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case global(PickleGlobal)
  case storage(PickledStorage)
  /// A tensor, by its index in the list of tensors.
  case tensor(Int)
  /// A value of a class or function that is not ``PickleGlobal``, by the index of its name. It is ignored, as a
  /// `state_dict` may be stored together with an optimizer, options or dates.
  case foreign(Int)
}

/// The names that build tensors, and dictionaries of them.
enum PickleGlobal {
  case orderedDictionary
  case rebuildTensor
  case rebuildParameter
  case storage(TensorType)

  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", let name):
      guard let type = Self.storages[name] else { return nil }
      self = .storage(type)
    default: return nil
    }
  }

  /// Whether another name stands for tensors or their values too, in a form that cannot be read. It must not be
  /// ignored, as a tensor would be lost.
  static func makesTensors(module: String, name: String) -> Bool {
    ["torch._utils", "torch._tensor", "torch.storage"].contains(module)
      || module == "torch" && name.hasSuffix("Storage")
  }

  private static let storages: [String: TensorType] = [
    "DoubleStorage": .f64, "FloatStorage": .f32, "HalfStorage": .f16, "BFloat16Storage": .bf16, "LongStorage": .i64,
    "IntStorage": .i32, "ShortStorage": .i16, "CharStorage": .i8, "ByteStorage": .u8, "BoolStorage": .bool,
  ]
}

/// The memory that one or several tensors are views of: a member of the archive.
struct PickledStorage {
  let type: TensorType
  let key: String
  /// The number of elements.
  let count: Int
}

/// A view of a storage. Element (i, j, …) lies at `offset + i·strides[0] + j·strides[1] + …`, in elements.
struct PickledTensor {
  let storage: PickledStorage
  let offset: Int
  let shape: [Int]
  let strides: [Int]

  /// The number of elements, and the number of elements of the storage from the first to the last; nil where a size or
  /// a stride is invalid.
  var extents: (elements: Int, span: Int)? {
    guard offset >= 0, (shape + strides).allSatisfy({ $0 >= 0 }) else { return nil }
    var elements = 1, span = 1
    for (size, stride) in zip(shape, strides) {
      let (product, isTooMany) = elements.multipliedReportingOverflow(by: size)
      let (reach, isTooFar) = max(0, size - 1).multipliedReportingOverflow(by: stride)
      let (end, isBeyond) = span.addingReportingOverflow(reach)
      guard !isTooMany, !isTooFar, !isBeyond else { return nil }
      (elements, span) = (product, end)
    }
    return (elements, elements == 0 ? 0 : span)
  }

  /// Whether the elements are contiguous in row-major order.
  var isContiguous: Bool {
    var expected = 1
    for (size, stride) in zip(shape, strides).reversed() {
      if size != 1, stride != expected { return false }
      expected = expected.multipliedReportingOverflow(by: max(1, size)).partialValue
    }
    return true
  }
}
