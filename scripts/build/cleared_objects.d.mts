/** asc calls it when it has compiled a module of Binaryen's, before it optimises. */
export declare function afterCompile(module: object): void;
