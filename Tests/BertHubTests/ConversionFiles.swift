/// A file of 4-bit weights: one layer of 32, an inner layer of 64, six pieces.
struct FourBitFile {
  private static let hidden = 32, inner = 64
  private static let pieces: [(text: String, score: Float)] = [
    ("<s>", 0), ("<pad>", 0), ("</s>", 0), ("<unk>", 0), ("▁é", -1.5), ("<mask>", 0),
  ]

  var bytes: [UInt8] {
    var head = Array("E5S1".utf8) + [1, 32, 1, 2, 64, 6, 4, 2].flatMap(Self.word)
    head += Self.float(1e-12) + Self.word(32) + [6, 0, 2, 1, 3].flatMap(Self.word)
    let texts = Self.pieces.map { Array($0.text.utf8) }
    head += Self.long(texts.reduce(0) { $0 + $1.count })
    var offset = 0
    for text in texts {
      head += Self.word(offset)
      offset += text.count
    }
    head += Self.word(offset) + Self.pieces.flatMap { Self.float($0.score) } + texts.joined()
    let map: [(Int, [Int])] = [(1, []), (9, [0x20]), (0x2460, [0x31])]
    let rules = map.flatMap { Self.word($0.0) + [UInt8($0.1.count)] + $0.1.flatMap(Self.word) }
    head += Self.word(map.count) + Self.word(rules.count) + rules
    let tensors = Self.tensors
    let directory = 4 + tensors.reduce(0) { $0 + 2 + $1.name.utf8.count + 21 }
    var place = head.count + directory
    head += Self.word(tensors.count)
    for tensor in tensors {
      head += [UInt8(tensor.name.utf8.count), 0] + Array(tensor.name.utf8) + [tensor.isPacked ? 1 : 0]
      head += Self.word(tensor.count) + Self.long(place) + Self.long(tensor.bytes.count)
      place += tensor.bytes.count
    }
    return head + tensors.flatMap(\.bytes)
  }

  private struct Tensor {
    let name: String
    let isPacked: Bool
    let count: Int
    let bytes: [UInt8]

    /// Row r has the scale (r + 1) / 2 in each block.
    static func packed(_ name: String, _ rows: Int, _ columns: Int) -> Tensor {
      let block = (0..<16).map { UInt8($0 | (15 - $0) << 4) }
      let bytes = (0..<rows).flatMap { row in
        let scale = FourBitFile.half(Float(row + 1) / 2)
        return (0..<columns / 32).flatMap { _ in scale + block }
      }
      return Tensor(name: name, isPacked: true, count: rows * columns, bytes: bytes)
    }

    static func floats(_ name: String, _ count: Int) -> Tensor {
      Tensor(
        name: name, isPacked: false, count: count, bytes: (0..<count).flatMap { FourBitFile.float(Float($0) + 0.25) })
    }
  }

  private static var tensors: [Tensor] {
    var tensors = [
      Tensor.packed("emb.word", 6, hidden), .floats("emb.pos", 4 * hidden), .floats("emb.type", 2 * hidden),
      .floats("emb.ln.w", hidden), .floats("emb.ln.b", hidden),
    ]
    for name in ["q", "k", "v", "ao"] {
      tensors += [.packed("l0.\(name).w", hidden, hidden), .floats("l0.\(name).b", hidden)]
    }
    tensors += [.packed("l0.fi.w", inner, hidden), .floats("l0.fi.b", inner)]
    tensors += [.packed("l0.fo.w", hidden, inner), .floats("l0.fo.b", hidden)]
    for name in ["aln", "oln"] { tensors += [.floats("l0.\(name).w", hidden), .floats("l0.\(name).b", hidden)] }
    return tensors
  }

  static func word(_ value: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: value).littleEndian) { Array($0) }
  }

  private static func long(_ value: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt64(truncatingIfNeeded: value).littleEndian) { Array($0) }
  }

  static func float(_ value: Float) -> [UInt8] { word(Int(value.bitPattern)) }

  /// Half precision of a number between 0.5 and 64 with few binary digits.
  private static func half(_ value: Float) -> [UInt8] {
    let bits = (value.bitPattern >> 13) &- (112 << 10)
    return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
  }
}

/// An ONNX graph of one linear layer from two to three.
struct ONNXFile {
  var operation = "MatMul"

  var bytes: [UInt8] {
    let weight = constant("onnx::MatMul_7", [2, 3], [1, 2, 3, 4, 5, 6])
    let bias = constant("model.0.auto_model.layer.dense.bias", [3], [7, 8, 9])
    let product = node(operation, ["x", "onnx::MatMul_7"], "p")
    let sum = node("Add", ["model.0.auto_model.layer.dense.bias", "p"], "y")
    let graph = field(1, product) + field(1, sum) + field(2, Array("g".utf8)) + field(5, weight) + field(5, bias)
    return [0x08, 8] + field(2, Array("test".utf8)) + field(7, graph)
  }

  private func constant(_ name: String, _ shape: [UInt8], _ values: [Float]) -> [UInt8] {
    shape.flatMap { [0x08, $0] } + [0x10, 1] + field(8, Array(name.utf8)) + field(9, values.flatMap(FourBitFile.float))
  }

  private func node(_ operation: String, _ inputs: [String], _ output: String) -> [UInt8] {
    inputs.flatMap { field(1, Array($0.utf8)) } + field(2, Array(output.utf8)) + field(4, Array(operation.utf8))
  }

  /// A field of bytes; its length takes one or two bytes.
  private func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
    let length =
      content.count < 128 ? [UInt8(content.count)] : [UInt8(content.count & 127 | 128), UInt8(content.count >> 7)]
    return [number << 3 | 2] + length + content
  }
}
