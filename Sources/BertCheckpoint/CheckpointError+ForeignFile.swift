import BertStorage

extension CheckpointError {
  /// The same error, or the one that says what the file is instead, where its first bytes tell.
  ///
  /// - Parameters:
  ///   - mapping: The file that breaks a rule of its format.
  ///   - expected: What the format itself begins as, which explains nothing.
  func explained(by mapping: MappedFile, expected: ForeignFile?) -> CheckpointError {
    guard code == .badData,
      let bytes = try? mapping.withBytes(0..<min(mapping.size, ForeignFile.bytesNeeded), { Array($0) }),
      let foreign = ForeignFile(firstBytes: bytes, fileSize: mapping.size), foreign != expected
    else { return self }
    return CheckpointError(.foreignFile(foreign), file: file)
  }
}

extension ForeignFile {
  /// What to do where weights were looked for.
  var remedyForWeights: String {
    switch self {
    case .zipArchive: "unpack it if a model lies in it; what torch.save writes is called .bin, .pt or .pth"
    case .onnx: "a graph holds no named weights to go on with; get the model's model.safetensors or pytorch_model.bin"
    case .hdf5:
      "load it with transformers' from_pretrained(…, from_tf=True) of version 4 and save it with save_pretrained"
    case .gguf: "get the model's model.safetensors or pytorch_model.bin, from which it was converted"
    case .pickle: "what is read is what torch.save writes of a state_dict since PyTorch 1.6, called .bin, .pt or .pth"
    case .safetensors: "rename it so that it ends with .safetensors"
    default: remedy
    }
  }
}
