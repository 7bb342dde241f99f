/** `text/decoder` of the virtual board: the engines have it. */
export default TextDecoder;
