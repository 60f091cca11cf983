export { createProduct, findProducts, listProducts, updateProduct } from './operations.ts'
export { Product } from './product.ts'
