import BertStorage

extension CheckpointError {
  /// The same error, or one that says which kind of file it is instead, where the first bytes tell.
  ///
  /// - Parameters:
  ///   - mapping: The file that breaks a rule of its format.
  ///   - expected: The kind that files of its format appear as, for which the error stays the same.
  func explained(by mapping: MappedFile, expected: ForeignFile?) -> CheckpointError {
    guard code == .badData,
      let bytes = try? mapping.withBytes(0..<min(mapping.size, ForeignFile.bytesNeeded), { Array($0) }),
      let foreign = ForeignFile(firstBytes: bytes, fileSize: mapping.size), foreign != expected
    else { return self }
    return CheckpointError(.foreignFile(foreign), file: file)
  }
}

extension ForeignFile {
  /// What to do where weights were expected.
  var remedyForWeights: String {
    switch self {
    case .zipArchive: "unpack it if it holds a model; a file of torch.save must end with .bin, .pt or .pth"
    case .onnx:
      "an ONNX graph holds no named weights to train further; get the model's model.safetensors or pytorch_model.bin"
    case .hdf5:
      "load it with transformers' from_pretrained(…, from_tf=True) of version 4 and save it with save_pretrained"
    case .gguf: "get the model's model.safetensors or pytorch_model.bin, from which it was converted"
    case .pickle:
      "save the state_dict with torch.save of PyTorch 1.6 or later, in a file that ends with .bin, .pt or .pth"
    case .safetensors: "rename it so that it ends with .safetensors"
    default: remedy
    }
  }
}
